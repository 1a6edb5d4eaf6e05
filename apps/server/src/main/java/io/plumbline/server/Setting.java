package io.plumbline.server;

import java.util.Arrays;
import java.util.Optional;

/** What can be set, by flag, environment variable or file, and what holds when nobody sets it. An empty default means none. */
enum Setting {
    REST_HOST("rest.host", "--rest-host", "127.0.0.1"),
    REST_PORT("rest.port", "--rest-port", "8181"),
    OPENFLOW_HOST("openflow.host", "--openflow-host", "127.0.0.1"),
    OPENFLOW_PORT("openflow.port", "--openflow-port", "6653"),
    OPENFLOW_READ_BACK_SECONDS("openflow.readBackSeconds", "--openflow-read-back-seconds", "30"),
    OPENFLOW_TLS_CERTIFICATE("openflow.tls.certificate", "--openflow-tls-certificate", ""),
    OPENFLOW_TLS_KEY("openflow.tls.key", "--openflow-tls-key", ""),
    OPENFLOW_TLS_TRUST("openflow.tls.trust", "--openflow-tls-trust", ""),
    NETWORK("network", "--network", ""),
    DATA("data", "--data", "plumbline-data");

    private final String key;
    private final String flag;
    private final String fallback;

    Setting(String key, String flag, String fallback) {
        this.key = key;
        this.flag = flag;
        this.fallback = fallback;
    }

    /** Its path in plumbline.yaml. */
    String key() {
        return key;
    }

    String flag() {
        return flag;
    }

    /** Its environment variable. */
    String variable() {
        return "PLUMB_" + name();
    }

    String fallback() {
        return fallback;
    }

    /** Whether it is a path, which in a file is relative to that file. */
    boolean isPath() {
        return this == NETWORK
                || this == DATA
                || this == OPENFLOW_TLS_CERTIFICATE
                || this == OPENFLOW_TLS_KEY
                || this == OPENFLOW_TLS_TRUST;
    }

    static Optional<Setting> withKey(String key) {
        return Arrays.stream(values())
                .filter(setting -> setting.key.equals(key))
                .findFirst();
    }
}

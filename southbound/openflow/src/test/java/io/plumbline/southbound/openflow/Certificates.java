package io.plumbline.southbound.openflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Authorities and certificates for one run of tests, made by openssl. */
record Certificates(Path folder) {
    static final Certificates NONE = new Certificates(Path.of(""));

    /** An authority "ca" with certificates of "controller" and "switch", and another one, "stranger", with one of "intruder". */
    static Certificates in(Path folder) throws Exception {
        Certificates made = new Certificates(folder);
        made.authority("ca");
        made.authority("stranger");
        made.certificate("controller", "ca");
        made.certificate("switch", "ca");
        made.certificate("intruder", "stranger");
        return made;
    }

    TlsFiles ofController() {
        return new TlsFiles(file("controller.pem"), file("controller.key"), file("ca.pem"));
    }

    Path file(String name) {
        return folder.resolve(name);
    }

    private void authority(String name) throws Exception {
        openssl("req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=" + name
                + " -keyout " + name + ".key -out " + name + ".pem");
    }

    private void certificate(String name, String authority) throws Exception {
        openssl("req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj /CN=" + name + " -keyout " + name
                + ".key -out " + name + ".csr");
        openssl("x509 -req -in " + name + ".csr -CA " + authority + ".pem -CAkey " + authority
                + ".key -CAcreateserial -days 2 -out " + name + ".pem");
    }

    private void openssl(String arguments) throws Exception {
        Process process = new ProcessBuilder(("openssl " + arguments).split(" "))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(file("openssl.log").toFile())
                .start();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue())
                .as(Files.readString(file("openssl.log")))
                .isZero();
    }
}

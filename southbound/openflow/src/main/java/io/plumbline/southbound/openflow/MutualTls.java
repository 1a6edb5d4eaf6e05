package io.plumbline.southbound.openflow;

import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.plumbline.southbound.api.SouthboundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.net.ssl.SSLException;

/** TLS 1.2 and 1.3 in which the switch must show a certificate too. */
final class MutualTls {
    private MutualTls() {}

    static SslContext context(TlsFiles files) throws SouthboundException {
        readable(files.certificate(), "certificate");
        readable(files.key(), "key");
        readable(files.trust(), "trust");
        try {
            return SslContextBuilder.forServer(
                            files.certificate().toFile(), files.key().toFile())
                    .trustManager(files.trust().toFile())
                    .clientAuth(ClientAuth.REQUIRE)
                    .protocols("TLSv1.3", "TLSv1.2")
                    .build();
        } catch (SSLException | IllegalArgumentException wrong) {
            throw new SouthboundException(
                    SouthboundException.Code.TLS_CONFIGURATION,
                    "TLS files certificate " + files.certificate() + ", key " + files.key() + ", trust " + files.trust()
                            + ": " + wrong.getMessage(),
                    wrong);
        }
    }

    private static void readable(Path file, String what) throws SouthboundException {
        try (InputStream in = Files.newInputStream(file)) {
            if (in.read() < 0) {
                throw new IOException("it is empty");
            }
        } catch (IOException unreadable) {
            throw new SouthboundException(
                    SouthboundException.Code.TLS_CONFIGURATION,
                    "TLS " + what + " file " + file + " cannot be read: " + unreadable.getMessage(),
                    unreadable);
        }
    }
}

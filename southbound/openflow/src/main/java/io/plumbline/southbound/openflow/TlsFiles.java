package io.plumbline.southbound.openflow;

import java.nio.file.Path;

/**
 * Mutual TLS: both sides show a certificate.
 *
 * @param certificate our certificate chain, PEM
 * @param key our private key, PEM, PKCS #8, without a pass phrase
 * @param trust the authorities whose switches may connect, PEM
 */
public record TlsFiles(Path certificate, Path key, Path trust) {}

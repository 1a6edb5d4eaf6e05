package io.plumbline.controller.discovery;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.onosproject.net.DeviceId;

/**
 * Makes and verifies the codes of LLDP frames: HMAC-SHA256 (RFC 2104) over device, port, nonce and time, cut to 128 bits, so that a
 * host can neither make a frame nor change one.
 */
final class LldpSigner {
    static final int CODE_LENGTH = 16;

    private static final String ALGORITHM = "HmacSHA256";
    private static final byte[] FRAME_CODE = "plumbline lldp 1".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NONCE = "plumbline nonce1".getBytes(StandardCharsets.US_ASCII);
    private static final int LEAST_KEY_BYTES = 16;

    private final Mac mac;
    private long counter;

    LldpSigner(byte[] key) {
        if (key.length < LEAST_KEY_BYTES) {
            throw new IllegalArgumentException("a key of " + key.length + " bytes");
        }
        try {
            mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A frame to be sent now, with a nonce that nobody can foresee. */
    LldpFrame sign(DeviceId device, long port, long nowNanos) {
        long nonce = nonce(nowNanos);
        return new LldpFrame(device, port, nonce, nowNanos, code(device, port, nonce, nowNanos));
    }

    /** Whether this frame was made with our key. Takes the same time wherever it differs. */
    boolean verifies(LldpFrame frame) {
        byte[] expected = code(frame.device(), frame.port(), frame.nonce(), frame.sentNanos());
        return MessageDigest.isEqual(expected, frame.code());
    }

    private long nonce(long nowNanos) {
        ByteBuffer input = ByteBuffer.allocate(32).put(NONCE).putLong(counter++).putLong(nowNanos);
        return ByteBuffer.wrap(mac.doFinal(input.array())).getLong();
    }

    private byte[] code(DeviceId device, long port, long nonce, long sentNanos) {
        ByteBuffer input = ByteBuffer.allocate(48).put(FRAME_CODE);
        input.putLong(LldpFrame.number(device)).putLong(port).putLong(nonce).putLong(sentNanos);
        return Arrays.copyOf(mac.doFinal(input.array()), CODE_LENGTH);
    }
}

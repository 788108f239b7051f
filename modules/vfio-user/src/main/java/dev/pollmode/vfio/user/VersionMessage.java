package dev.pollmode.vfio.user;

import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import dev.pollmode.sys.Errno;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// The first message of a link and its reply.
///
/// | offset | size | field   | meaning                                                     |
/// |-------:|-----:|---------|-------------------------------------------------------------|
/// |      0 |    2 | `major` | must agree                                                  |
/// |      2 |    2 | `minor` | the reply's is at most the proposed one                     |
/// |      4 |    - | data    | optional JSON text in UTF-8, ended by a NUL                 |
///
/// vfio-user, section "VFIO_USER_VERSION".
///
/// @param major version
/// @param minor version
/// @param json  the capabilities as text, empty when none were sent
record VersionMessage(int major, int minor, String json) {
    static final StructLayout LAYOUT = MemoryLayout.structLayout(
        JAVA_SHORT_UNALIGNED.withName("major"),
        JAVA_SHORT_UNALIGNED.withName("minor")).withName("version");

    /// Our version of the protocol.
    static final int MAJOR = 0;
    static final int MINOR = 1;

    /// A longer text is refused: ours has some hundred bytes.
    static final int JSON_LIMIT = 4096;

    private static final VarHandle MAJOR_FIELD = Wire.field(LAYOUT, "major");
    private static final VarHandle MINOR_FIELD = Wire.field(LAYOUT, "minor");

    static VersionMessage read(final MemorySegment from) {
        Wire.require(from, LAYOUT);
        return new VersionMessage(Short.toUnsignedInt((short) MAJOR_FIELD.get(from)),
            Short.toUnsignedInt((short) MINOR_FIELD.get(from)), text(from.asSlice(LAYOUT.byteSize())));
    }

    private static String text(final MemorySegment data) {
        final long length = data.byteSize();
        if (length == 0) {
            return "";
        }
        if (length > JSON_LIMIT || data.get(ValueLayout.JAVA_BYTE, length - 1) != 0) {
            throw new VfioUserException("parse(version data, " + length + " bytes)", Errno.EINVAL,
                "it must be at most " + JSON_LIMIT + " bytes and end with a NUL");
        }
        try {
            final byte[] bytes = data.asSlice(0, length - 1).toArray(ValueLayout.JAVA_BYTE);
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (final CharacterCodingException e) {
            throw new VfioUserException("parse(version data)", Errno.EINVAL, "it must be UTF-8");
        }
    }

    byte[] toBytes() {
        final byte[] text = json.getBytes(StandardCharsets.UTF_8);
        final byte[] bytes = new byte[(int) LAYOUT.byteSize() + text.length + 1];
        final MemorySegment to = MemorySegment.ofArray(bytes);
        MAJOR_FIELD.set(to, (short) major);
        MINOR_FIELD.set(to, (short) minor);
        System.arraycopy(text, 0, bytes, (int) LAYOUT.byteSize(), text.length);
        return bytes;
    }
}

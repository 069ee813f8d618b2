import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Says that a {@code module-info.class} is of Java 11, as its content is: Maven's jar tool, which
 * reads it, may run on an older JDK than the one that compiles. Run by the build as {@code java
 * ModuleInfoVersion.java FILE}.
 */
public final class ModuleInfoVersion {
  private static final int MAGIC = 0xCAFEBABE;
  private static final short JAVA_11 = 55;

  private ModuleInfoVersion() {}

  public static void main(String[] args) throws IOException {
    Path file = Path.of(args[0]);
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
    if (bytes.getInt(0) != MAGIC) {
      throw new IOException(file + " is no class file");
    }
    bytes.putShort(6, JAVA_11);
    Files.write(file, bytes.array());
  }
}

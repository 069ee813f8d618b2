import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes the double twin of every float source, by token substitution. Run by the build as {@code
 * java Twins.java SOURCE_ROOT OUTPUT_ROOT}.
 *
 * <p>A float source is a Java file whose name contains {@code Float}. It has no twin when the
 * source tree holds a hand-written file of the twin's name (polynomials that differ by precision).
 * An output that would not change is left alone, so that incremental compilation stays incremental,
 * and an output whose source is gone is deleted.
 */
public final class Twins {
  /** A string literal, which is left alone (it may hold a format such as %.6f), or a literal. */
  private static final Pattern SUFFIXED_LITERAL =
      Pattern.compile(
          "\"(?:\\\\.|[^\"\\\\\n])*\""
              + "|(?<![\\w.])((?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d+)?)[fF]\\b");

  private Twins() {}

  static String twin(String source) {
    String text =
        SUFFIXED_LITERAL
            .matcher(source)
            .replaceAll(
                m ->
                    Matcher.quoteReplacement(
                        m.group(1) == null ? m.group() : asDouble(m.group(1))));
    return text.replace("floatToRawIntBits", "doubleToRawLongBits")
        .replace("floatToIntBits", "doubleToLongBits")
        .replace("intBitsToFloat", "longBitsToDouble")
        .replace("float", "double")
        .replace("Float", "Double")
        .replace("FLOAT", "DOUBLE");
  }

  private static String asDouble(String digits) {
    boolean integral = digits.chars().allMatch(Character::isDigit);
    return integral ? digits + ".0" : digits;
  }

  public static void main(String[] args) throws IOException {
    if (args.length != 2) {
      System.err.println("usage: java Twins.java SOURCE_ROOT OUTPUT_ROOT, given " + args.length);
      System.exit(2);
    }
    Path in = Path.of(args[0]);
    Path out = Path.of(args[1]);
    Set<Path> written = new HashSet<>();
    Files.createDirectories(out);
    Files.walkFileTree(
        in,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes a) throws IOException {
            String name = file.getFileName().toString();
            if (!name.endsWith(".java") || !name.contains("Float")) {
              return FileVisitResult.CONTINUE;
            }
            String twinName = name.replace("Float", "Double");
            if (Files.exists(file.resolveSibling(twinName))) {
              return FileVisitResult.CONTINUE;
            }
            Path target = out.resolve(in.relativize(file)).resolveSibling(twinName);
            String text =
                "// Generated from "
                    + name
                    + " by Twins.java. Edit that file.\n"
                    + twin(Files.readString(file));
            written.add(target);
            if (!Files.exists(target) || !Files.readString(target).equals(text)) {
              Files.createDirectories(target.getParent());
              Files.writeString(target, text);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    try (var stream = Files.walk(out)) {
      for (Path p : stream.filter(Files::isRegularFile).toList()) {
        if (!written.contains(p)) {
          Files.delete(p);
        }
      }
    }
  }
}

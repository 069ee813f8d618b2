import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import com.google.googlejavaformat.java.ImportOrderer;
import com.google.googlejavaformat.java.JavaFormatterOptions;
import com.google.googlejavaformat.java.RemoveUnusedImports;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/**
 * Checks that every Java source is formatted by google-java-format, or formats it. Run by the build
 * as {@code java -classpath google-java-format-all-deps.jar Format.java check|apply ROOT FOLDER…}.
 */
public final class Format {
  private Format() {}

  private static List<Path> sources(Path root, String[] folders) throws IOException {
    List<Path> files = new ArrayList<>();
    for (String folder : folders) {
      Files.walkFileTree(
          root.resolve(folder),
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes a) {
              boolean built = dir.getFileName().toString().equals("target");
              return built ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes a) {
              if (file.getFileName().toString().endsWith(".java")) {
                files.add(file);
              }
              return FileVisitResult.CONTINUE;
            }
          });
    }
    files.sort(null);
    return files;
  }

  public static void main(String[] args) throws IOException {
    if (args.length < 3 || !(args[0].equals("check") || args[0].equals("apply"))) {
      System.err.println(
          "usage: java Format.java check|apply ROOT FOLDER..., given: " + String.join(" ", args));
      System.exit(2);
    }
    boolean apply = args[0].equals("apply");
    Path root = Path.of(args[1]);
    String[] folders = List.of(args).subList(2, args.length).toArray(String[]::new);
    Formatter formatter = new Formatter();
    int wrong = 0;
    for (Path file : sources(root, folders)) {
      String text = Files.readString(file);
      String formatted;
      try {
        String tidy =
            ImportOrderer.reorderImports(
                RemoveUnusedImports.removeUnusedImports(text), JavaFormatterOptions.Style.GOOGLE);
        formatted = formatter.formatSource(tidy);
      } catch (FormatterException e) {
        System.err.println(root.relativize(file) + ":" + e.getMessage());
        wrong++;
        continue;
      }
      if (!formatted.equals(text)) {
        if (apply) {
          Files.writeString(file, formatted);
        } else {
          System.err.println(root.relativize(file) + ": not formatted");
          wrong++;
        }
      }
    }
    if (wrong > 0) {
      System.err.println(
          "Files to mend: " + wrong + ". To format: ./mvnw -N verify -Dgradcore.format=apply");
      System.exit(1);
    }
  }
}

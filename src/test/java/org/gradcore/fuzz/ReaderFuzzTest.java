package org.gradcore.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gradcore.testing.Seeds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Damaged input is read or refused, in a JVM with a heap of 64 MB: 20,000 inputs, and 10^6 with
 * {@code -Dgradcore.long=true}. See {@link ReaderFuzz}.
 */
class ReaderFuzzTest {
  private static final long SEED = Seeds.of(ReaderFuzzTest.class);
  private static final Pattern COUNTS = Pattern.compile("(\\w+)=(\\d+) read, (\\d+) refused");

  @TempDir Path folder;

  @Test
  void everyInputIsReadOrRefusedWithATypeOfOurs() throws Exception {
    boolean isLong = Boolean.getBoolean("gradcore.long");
    int count = isLong ? 1_000_000 : 20_000;
    Path out = folder.resolve("out");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-Dgradcore.limit.line=20000",
                "-Dgradcore.limit.decompressed=500000",
                "-cp",
                System.getProperty("java.class.path"),
                ReaderFuzz.class.getName(),
                Long.toString(SEED),
                "0",
                Integer.toString(count))
            .redirectErrorStream(true)
            .redirectOutput(out.toFile())
            .start();
    boolean ended = process.waitFor(isLong ? 3600 : 120, TimeUnit.SECONDS);
    process.destroyForcibly();
    String said = Files.readString(out);
    assertTrue(ended, () -> "not done, " + Seeds.rerun(SEED) + "\n" + said);
    assertEquals(0, process.exitValue(), said);
    List<String> lines = said.lines().filter(line -> line.contains("=")).toList();
    assertEquals(6, lines.size(), said);
    for (String line : lines) {
      Matcher counts = COUNTS.matcher(line);
      assertTrue(counts.matches(), said);
      // Neither all nothing but noise, nor hardly harmed.
      assertTrue(Integer.parseInt(counts.group(2)) > count / 600, said);
      assertTrue(Integer.parseInt(counts.group(3)) > count / 600, said);
    }
    System.out.println("fuzzed " + count + " inputs, " + Seeds.rerun(SEED) + ": " + lines);
  }
}

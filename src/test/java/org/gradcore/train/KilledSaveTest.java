package org.gradcore.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.gradcore.testing.Seeds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process killed while it saves leaves the old model or the new one, whole. */
class KilledSaveTest {
  private static final long SEED = Seeds.of(KilledSaveTest.class);
  private static final int KILLS = 8;

  @TempDir Path folder;

  private static String location(Class<?> type) throws URISyntaxException {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
  }

  @Test
  void leavesAWholeModel() throws Exception {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
    Path file = folder.resolve("killed.model");
    String classPath = location(ModelFile.class) + File.pathSeparator + location(SaveLoop.class);
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    for (int kill = 0; kill < KILLS; kill++) {
      ProcessBuilder builder =
          new ProcessBuilder(java, "-cp", classPath, SaveLoop.class.getName(), file.toString());
      Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
      int saved = 0;
      try (BufferedReader lines = process.inputReader()) {
        String first = lines.readLine();
        assertNotNull(first, "the child process saved nothing");
        Thread.sleep(random.nextInt(60));
        process.toHandle().destroyForcibly(); // Process.destroyForcibly closes the pipe, too
        for (String line = first; line != null; line = lines.readLine()) {
          saved = Integer.parseInt(line);
        }
      }
      double[] parameters = ModelFile.load(file).parameters();
      assertEquals(SaveLoop.FEATURES, parameters.length);
      int number = (int) parameters[0];
      // The last that was reported, or the next, whose report did not get out.
      assertTrue(number == saved || number == saved + 1, number + " after " + saved);
      for (double parameter : parameters) {
        assertEquals(number, parameter);
      }
    }
  }
}

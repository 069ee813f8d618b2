package org.gradcore.jmh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.Gson;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.gradcore.kernel.Kernel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Other libraries are found, measured, and left out with a reason when something is wrong. */
class PeersTest {
  @TempDir Path folder;

  @Test
  void saysHowPeersAreBuilt() throws Exception {
    var missing =
        assertThrows(IllegalStateException.class, () -> Peers.find(folder.resolve("none")));
    assertTrue(missing.getMessage().contains(Peers.BUILD), missing.getMessage());
    Files.createDirectories(folder.resolve("fake"));
    Files.createFile(folder.resolve("fake/pom.xml"));
    assertThrows(IllegalStateException.class, () -> Peers.find(folder));
  }

  @Test
  void readsWhatTheJvmOfAModuleSays() {
    Peers peers = Peers.none();
    PeerInfo info = PeerInfo.of(new FakePeer.Good(), "fake");
    peers.add(new Gson().toJson(new PeerMain.Found(info, null)));
    peers.add("a native library says hello");
    peers.add("");
    peers.add("{}");
    peers.add(
        new Gson().toJson(new PeerMain.Found(PeerInfo.of(new FakePeer.Wrong(), "fake"), "why")));
    assertEquals(List.of(info), peers.infos());
    assertEquals(List.of("Wrong 1.2: why"), peers.skipped());
  }

  @Test
  void servesUpToTheSizeThatWentWrong() {
    PeerInfo info = PeerInfo.of(new FakePeer.Good(), "fake");
    Contestant all = new Contestant(info);
    assertTrue(all.serves(Kernel.SGD, float.class, 1 << 26));
    assertTrue(!all.serves(Kernel.SGD, double.class, 16), "floats only");
    assertTrue(!all.serves(Kernel.ADAM, float.class, 16));
    Contestant some = new Contestant(info.below("sgd", "float", 300).below("sgd", "float", 4096));
    assertTrue(some.serves(Kernel.SGD, float.class, 299));
    assertTrue(!some.serves(Kernel.SGD, float.class, 300));
    assertEquals(info, info.below("adam", "float", 16).below("sgd", "none", 16));
  }

  @Test
  void aReasonIsTheFirstCauseInOneLine() {
    Throwable thrown = new RuntimeException("outer", new IllegalStateException("inner\nsecond"));
    assertEquals("java.lang.IllegalStateException: inner", PeerMain.reason(thrown));
  }

  @Test
  @Timeout(300)
  void measuresPeersAndLeavesOutWhatFails() throws Exception {
    module("fake", FakePeer.Good.class, FakePeer.Wrong.class, FakePeer.Missing.class);
    module("deadly", FakePeer.Deadly.class);
    Files.createDirectories(folder.resolve("unbuilt"));
    Files.createFile(folder.resolve("unbuilt/pom.xml"));
    int[] last = new int[2];
    Report report =
        new Comparison(
                Comparison.Settings.quick()
                    .restrictedTo(
                        List.of(Kernel.SGD), List.of(float.class, double.class), List.of(16, 300))
                    .withTimes(2, 5_000, 1),
                folder,
                (done, total, step) -> {
                  last[0] = done;
                  last[1] = total;
                })
            .run();
    assertEquals(last[1], last[0], "progress ends at the total");
    List<String> peers =
        report.contestants().stream()
            .filter(c -> c.origin() == Contestant.Origin.PEER)
            .map(Contestant::id)
            .toList();
    assertEquals(List.of("Good", "Wrong"), peers);
    for (Report.Case of : report.cases()) {
      boolean served = of.element().equals("float");
      Report.Row good = report.row(of, "Good");
      assertEquals(served, good != null, of.toString());
      assertEquals(served && of.size() == 16, report.row(of, "Wrong") != null, of.toString());
      assertNull(report.row(of, "Deadly"));
      assertNotNull(report.row(of, "dispatch"));
      if (served) {
        assertEquals(2, good.rounds().size());
      }
    }
    assertEquals(3, report.peerRatios().size());
    List<String> skipped = report.run().skipped();
    assertTrue(
        skipped.contains("Missing 1.2: java.lang.UnsatisfiedLinkError: no fake in the path"),
        skipped.toString());
    assertTrue(
        skipped.contains("Deadly: its JVM ended with status 7: Error: killed by native code"),
        skipped.toString());
    assertTrue(
        skipped.stream()
            .anyMatch(s -> s.matches("Wrong, sgd of floats from size 300 on: .*wrongly: .*")),
        skipped.toString());
    assertTrue(
        skipped.stream().anyMatch(s -> s.startsWith("unbuilt: is not built")), skipped.toString());
    assertEquals(
        "1.2",
        report
            .toJson()
            .getAsJsonObject("run")
            .getAsJsonObject("versions")
            .get("Good")
            .getAsString());
  }

  /** A module as Maven builds it: jars only, everything of this test's class path among them. */
  @SafeVarargs
  private void module(String name, Class<? extends Peer>... peers) throws IOException {
    Path target = folder.resolve(name).resolve("target");
    Path lib = Files.createDirectories(target.resolve("lib"));
    Files.createFile(folder.resolve(name).resolve("pom.xml"));
    String names = String.join("\n", Stream.of(peers).map(Class::getName).toList());
    Path jar = target.resolve("gradcore-peer-" + name + "-0.1.0.jar");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
      zip.putNextEntry(new ZipEntry("META-INF/services/" + Peer.class.getName()));
      zip.write(names.getBytes(StandardCharsets.UTF_8));
    }
    int count = 0;
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      Path path = Path.of(entry);
      Path copy = lib.resolve(count++ + ".jar");
      if (Files.isDirectory(path)) {
        pack(path, copy);
      } else if (Files.exists(path)) {
        Files.copy(path, copy);
      }
    }
  }

  private static void pack(Path classes, Path jar) throws IOException {
    try (Stream<Path> files = Files.walk(classes);
        OutputStream out = Files.newOutputStream(jar);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        zip.putNextEntry(
            new ZipEntry(classes.relativize(file).toString().replace(File.separatorChar, '/')));
        Files.copy(file, zip);
      }
    }
  }
}

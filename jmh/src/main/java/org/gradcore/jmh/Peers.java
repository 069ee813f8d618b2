package org.gradcore.jmh;

import com.google.gson.Gson;
import com.google.gson.JsonSyntaxException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.gradcore.dispatch.measure.ChildJvm;

/**
 * The libraries that gradcore is compared with, as the Maven profile {@code peers} has built them:
 * each in a folder of its own, with its class path in {@code target}.
 */
public final class Peers {
  /** The system property that names the folder. */
  public static final String PROPERTY = "gradcore.peers";

  /** What builds the folder. */
  public static final String BUILD = "./mvnw -Ppeers package -DskipTests -Dmaven.test.skip=true";

  /** For a JVM to say which libraries of a module load. */
  private static final Duration START_LIMIT = Duration.ofMinutes(5);

  private final List<PeerInfo> infos = new ArrayList<>();
  private final List<String> skipped = new ArrayList<>();
  private final Path folder;

  private Peers(Path folder) {
    this.folder = folder;
  }

  /** Without any peers. */
  static Peers none() {
    return new Peers(null);
  }

  /**
   * Starts a JVM for each module, which says what it holds.
   *
   * @param folder holds one folder for each module
   * @return what runs here, and what does not and why
   * @throws IllegalStateException if no module is built; the message names what builds them
   */
  static Peers find(Path folder) throws IOException, InterruptedException {
    Peers peers = new Peers(folder);
    int built = 0;
    for (PeerModule module : PeerModule.in(folder)) {
      if (module.isBuilt()) {
        built++;
        peers.look(module);
      } else {
        peers.skipped.add(module.name() + ": is not built (" + BUILD + ")");
      }
    }
    if (built == 0) {
      throw new IllegalStateException("no peers are built in " + folder + ": " + BUILD);
    }
    return peers;
  }

  /** What runs here. */
  List<PeerInfo> infos() {
    return infos;
  }

  /** What does not run here, and why. */
  List<String> skipped() {
    return skipped;
  }

  /** The class path of a module. */
  String classPath(String module) throws IOException {
    return new PeerModule(folder.resolve(module)).classPath();
  }

  /** Options of every JVM of a peer. */
  static List<String> options() {
    return List.of("--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED");
  }

  private void look(PeerModule module) throws IOException, InterruptedException {
    List<String> command =
        ChildJvm.command(options(), module.classPath(), PeerMain.class, List.of(module.name()));
    ChildJvm.End end = ChildJvm.run(command, "", START_LIMIT, this::add);
    if (end.late()) {
      skipped.add(
          module.name() + ": its JVM did not end within " + START_LIMIT.toMinutes() + " minutes");
    } else if (end.status() != 0) {
      skipped.add(
          module.name() + ": its JVM ended with status " + end.status() + ": " + end.cause());
    }
  }

  /** Takes what a JVM says of a peer. */
  void add(String line) {
    PeerMain.Found found = null;
    try {
      found = new Gson().fromJson(line, PeerMain.Found.class);
    } catch (JsonSyntaxException e) {
      // Native code prints what it likes.
    }
    if (found == null || found.peer() == null) {
      return;
    }
    if (found.failure() == null) {
      infos.add(found.peer());
    } else {
      skipped.add(found.peer().id() + " " + found.peer().version() + ": " + found.failure());
    }
  }
}

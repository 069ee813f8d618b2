package org.gradcore.jmh;

import com.google.gson.Gson;
import java.io.PrintStream;
import java.util.Map;
import java.util.ServiceLoader;

/**
 * Says which peers there are on the class path and whether they run: prints one {@link Found} a
 * line, in JSON. Its argument is the name of the module.
 */
final class PeerMain {
  /**
   * A peer that is there.
   *
   * @param peer what it can do; if it does not run, only its id and version count
   * @param failure why it does not run, or null
   */
  record Found(PeerInfo peer, String failure) {}

  private PeerMain() {}

  public static void main(String[] args) {
    PrintStream out = System.out;
    // What a library prints is not mistaken for what this class does.
    System.setOut(System.err);
    Gson gson = new Gson();
    for (Peer peer : ServiceLoader.load(Peer.class)) {
      out.println(gson.toJson(look(peer, args[0])));
    }
  }

  /** Starts a peer: some fail with a LinkageError, or while a class is initialized. */
  private static Found look(Peer peer, String module) {
    try {
      peer.start();
      return new Found(PeerInfo.of(peer, module), null);
    } catch (Exception | LinkageError e) {
      return new Found(new PeerInfo(peer.id(), peer.version(), module, Map.of()), reason(e));
    }
  }

  /** What was thrown first, in one line. */
  static String reason(Throwable thrown) {
    Throwable cause = thrown;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return String.valueOf(cause).lines().findFirst().orElse(cause.getClass().getName());
  }

  /** The peer of an id, started. */
  static Peer start(String id) {
    for (Peer peer : ServiceLoader.load(Peer.class)) {
      if (peer.id().equals(id)) {
        try {
          peer.start();
        } catch (Exception e) {
          throw new IllegalStateException(id + " does not run: " + reason(e), e);
        }
        return peer;
      }
    }
    throw new IllegalStateException("no peer '" + id + "' on the class path");
  }
}

package org.gradcore.dispatch.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Processes that hang are ended, others are not. */
@Timeout(120)
class ChildJvmTest {
  private static final Duration NEVER = null;

  /** Prints its arguments a line each, then sleeps as many ms as the last one says. */
  static final class Main {
    public static void main(String[] args) throws InterruptedException {
      for (String arg : args) {
        System.out.println(arg);
      }
      Thread.sleep(Long.parseLong(args[args.length - 1]));
      throw new IllegalStateException("awake");
    }
  }

  private static List<String> command(String... arguments) {
    return ChildJvm.command(List.of(), null, Main.class, List.of(arguments));
  }

  @Test
  void endsByItself() throws Exception {
    List<String> lines = new ArrayList<>();
    ChildJvm.End end =
        ChildJvm.run(
            command("a", "0"), "", Duration.ofMinutes(2), Duration.ofMinutes(1), lines::add);
    assertFalse(end.late());
    assertEquals(1, end.status());
    assertEquals(List.of("a", "0"), lines);
    assertTrue(end.cause().endsWith("IllegalStateException: awake"), end.cause());
  }

  @Test
  void isEndedWhenItIsSilent() throws Exception {
    ChildJvm.End end =
        ChildJvm.run(command("a", "100000"), "", NEVER, Duration.ofSeconds(3), line -> {});
    assertTrue(end.late());
    assertTrue(end.seconds() < 60, "after " + end.seconds() + " s");
  }

  @Test
  void isEndedWhenItTakesTooLong() throws Exception {
    ChildJvm.End end = ChildJvm.run(command("100000"), "", Duration.ofSeconds(3), line -> {});
    assertTrue(end.late());
    assertTrue(end.seconds() < 60, "after " + end.seconds() + " s");
  }
}

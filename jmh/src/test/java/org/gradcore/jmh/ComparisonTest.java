package org.gradcore.jmh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.gradcore.kernel.Kernel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A comparison from end to end, too short to say anything about speed. */
class ComparisonTest {
  @Test
  @Timeout(120)
  void measuresEveryContestantOnEveryKernelAndSize() throws Exception {
    List<Kernel> kernels = List.of(Kernel.SGD, Kernel.DENSE_LOSS);
    List<String> steps = new ArrayList<>();
    int[] last = new int[2];
    Report report =
        new Comparison(
                Comparison.Settings.quick()
                    .restrictedTo(kernels, List.of(float.class, double.class), List.of(16, 300))
                    .withTimes(1, 5_000, 1),
                null,
                (done, total, step) -> {
                  assertTrue(done >= last[0] && done <= total, done + " of " + total);
                  last[0] = done;
                  last[1] = total;
                  steps.add(step);
                })
            .run();
    assertEquals(last[1], last[0], "progress ends at the total");
    assertEquals(8, report.cases().size());
    assertEquals(8, report.choices().size());
    assertTrue(report.contestants().size() >= 4, report.contestants().toString());
    for (Report.Case of : report.cases()) {
      for (Contestant contestant : report.contestants()) {
        Report.Row row = report.row(of, contestant.id());
        if (contestant.id().endsWith("-blas") && of.kernel().equals("sgd")) {
          assertNull(row, contestant.id());
        } else {
          assertNotNull(row, contestant.id());
          assertTrue(row.nanos() > 0, contestant.id());
          assertEquals(1, row.rounds().size());
        }
      }
      assertNotNull(report.choice(of).chosen());
    }
    assertTrue(steps.stream().anyMatch(step -> step.startsWith("round 1 of 1: scalar")));
  }
}

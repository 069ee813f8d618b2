package org.gradcore.jmh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.List;
import org.gradcore.kernel.Kernel;
import org.junit.jupiter.api.Test;

/** Medians, ranges, regret and the JSON of given times. */
class ReportTest {
  /** Adam on 4096 floats: 7 arrays read or written, 114,688 bytes. */
  private static Report adam(String chosen) {
    Report.Builder builder = new Report.Builder(Reports.ALL);
    Reports.add(builder, Reports.STREAM, Kernel.ADAM, 4096, null, 800, 900, 700);
    Reports.add(builder, Reports.PLAIN, Kernel.ADAM, 4096, null, 9000, 9000, 9000);
    Reports.add(builder, Reports.SCALAR, Kernel.ADAM, 4096, null, 8000, 8000, 8000);
    Reports.add(builder, Reports.VECTOR, Kernel.ADAM, 4096, null, 1500, 1400, 1800);
    Reports.add(builder, Reports.AVX2, Kernel.ADAM, 4096, null, 1200, 1000, 1300);
    Reports.add(builder, Reports.DISPATCH, Kernel.ADAM, 4096, chosen, 1600, 1620, 1590);
    return Reports.build(builder);
  }

  @Test
  void takesMediansAndRangesOverTheRounds() {
    Report report = adam("vector");
    Report.Case of = report.cases().getFirst();
    assertEquals(new Report.Case("adam", "float", 4096, 4096, 114_688), of);
    Report.Row vector = report.row(of, "vector");
    assertEquals(1500, vector.nanos());
    assertEquals(1400, vector.min());
    assertEquals(1800, vector.max());
    assertEquals(List.of(1500.0, 1400.0, 1800.0), vector.rounds());
    assertEquals(1500.0 / 4096, vector.nanosPerElement());
    assertEquals(114_688 / 1500.0, vector.gigabytesPerSecond());
    assertEquals(800.0 / 1500, report.streamShare(vector));
    assertNull(report.row(of, "openblas-avx512"));
  }

  @Test
  void ofThePassesOfARoundTheFastestCounts() {
    Report.Builder builder = new Report.Builder(Reports.ALL);
    Reports.add(builder, Reports.VECTOR, Kernel.ADAM, 4096, null, 1500, 1450, 1900);
    Reports.add(builder, Reports.VECTOR, Kernel.ADAM, 4096, null, 1700, 1400, 1800);
    Report report = Reports.build(builder);
    Report.Row vector = report.row(report.cases().getFirst(), "vector");
    assertEquals(List.of(1500.0, 1400.0, 1800.0), vector.rounds());
    assertEquals(1500, vector.nanos());
  }

  @Test
  void comparesWithTheChoiceAndTheBest() {
    Report report = adam("vector");
    Report.Choice choice = report.choices().getFirst();
    assertEquals("vector", choice.chosen());
    assertEquals("openblas-avx2", choice.best(), "neither the plain loop nor the limit can win");
    // Of 1500/1200, 1400/1000 and 1800/1300: round by round, not of the medians.
    assertEquals(1800.0 / 1300 - 1, choice.choiceRegret(), 1e-12);
    assertEquals(1600.0 / 1200 - 1, choice.regret(), 1e-12);
    assertEquals(1800.0 / 1300 - 1, report.medianRegret(), 1e-12);
    assertEquals(choice, report.worstChoice().orElseThrow());
    Report.Row scalar = report.row(choice.of(), "scalar");
    assertEquals(8000.0 / 1500, report.ratioToChoice(scalar), 1e-12);
    assertEquals(1, report.ratioToChoice(report.row(choice.of(), "vector")));
  }

  @Test
  void aChoiceThatWasNotMeasuredHasNoRegret() {
    Report report = adam("openblas-avx512");
    Report.Choice choice = report.choices().getFirst();
    assertTrue(Double.isNaN(choice.choiceRegret()));
    assertEquals(1600.0 / 1200 - 1, choice.regret(), 1e-12);
    assertTrue(report.worstChoice().isEmpty());
    assertTrue(Double.isNaN(report.ratioToChoice(report.row(choice.of(), "scalar"))));
    JsonObject json = report.toJson();
    assertTrue(json.getAsJsonObject("regret").get("median").isJsonNull());
  }

  @Test
  void comparesWithOtherLibraries() {
    Contestant peer = Reports.PEER;
    Report.Builder builder = new Report.Builder(List.of(Reports.VECTOR, Reports.DISPATCH, peer));
    Reports.add(builder, Reports.VECTOR, Kernel.ADAM, 4096, null, 1000, 1000, 1000);
    Reports.add(builder, Reports.DISPATCH, Kernel.ADAM, 4096, "vector", 1000, 1100, 1200);
    Reports.add(builder, peer, Kernel.ADAM, 4096, null, 3300, 3000, 3600);
    Reports.add(builder, Reports.DISPATCH, Kernel.SGD, 16, "vector", 100, 110, 120);
    Reports.add(builder, peer, Kernel.SGD, 16, null, 80, 55, 115);
    Reports.add(builder, Reports.DISPATCH, Kernel.DOT, 16, "vector", 100, 110, 120);
    Report report = Reports.build(builder);
    List<Report.PeerRatio> ratios = report.peerRatios();
    assertEquals(2, ratios.size());
    assertEquals("adam", ratios.get(0).of().kernel());
    assertEquals("peer", ratios.get(0).peer());
    assertEquals(3, ratios.get(0).ratio(), 1e-12);
    assertTrue(ratios.get(0).clear());
    assertEquals(80 / 110.0, ratios.get(1).ratio(), 1e-12, "a loss is told, too");
    assertFalse(ratios.get(1).clear(), "the ranges overlap");
    JsonObject json = report.toJson();
    assertEquals(2, json.getAsJsonArray("peers").size());
    JsonObject first = json.getAsJsonArray("peers").get(0).getAsJsonObject();
    assertEquals(3, first.get("ratio").getAsDouble(), 1e-12);
    assertEquals(
        "1.0", json.getAsJsonObject("run").getAsJsonObject("versions").get("peer").getAsString());
  }

  @Test
  void medianOfAnEvenNumberIsTheMiddle() {
    assertEquals(2.5, Report.median(new double[] {1, 2, 3, 9}));
    assertEquals(3, Report.median(new double[] {1, 3, 9}));
  }

  @Test
  void jsonHoldsEverything() {
    JsonObject json = JsonParser.parseString(adam("vector").toJson().toString()).getAsJsonObject();
    assertEquals(Report.FORMAT, json.get("format").getAsInt());
    assertEquals("0.1.0", json.getAsJsonObject("machine").get("gradcore").getAsString());
    assertEquals("A <fast> processor", json.getAsJsonObject("machine").get("cpu").getAsString());
    assertEquals(3, json.getAsJsonObject("run").get("rounds").getAsInt());
    assertEquals(6, json.getAsJsonArray("contestants").size());
    assertEquals(6, json.getAsJsonArray("rows").size());
    JsonObject row = json.getAsJsonArray("rows").get(3).getAsJsonObject();
    assertEquals("vector", row.get("contestant").getAsString());
    assertEquals("candidate", row.get("origin").getAsString());
    for (String number :
        List.of(
            "size",
            "elements",
            "bytes",
            "nanos",
            "min",
            "max",
            "nanosPerElement",
            "gigabytesPerSecond",
            "streamShare",
            "ratioToChoice")) {
      assertTrue(row.get(number).getAsDouble() > 0, number);
    }
    assertEquals(3, row.getAsJsonArray("rounds").size());
    JsonObject choice = json.getAsJsonArray("choices").get(0).getAsJsonObject();
    assertEquals("openblas-avx2", choice.get("best").getAsString());
    assertEquals("profile", choice.get("why").getAsString());
    assertFalse(json.getAsJsonObject("regret").get("worst").isJsonNull());
  }
}

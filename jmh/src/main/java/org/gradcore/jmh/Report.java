package org.gradcore.jmh;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.gson.JsonSerializer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.gradcore.dispatch.Kernels;

/**
 * What a {@link Comparison} found: medians with their ranges, and the dispatcher's regret; and,
 * beside it, what {@link ColdStart} and {@link Fits} found.
 */
public final class Report {
  /** The version of the JSON. */
  static final int FORMAT = 1;

  private static final Gson GSON =
      new GsonBuilder()
          .serializeNulls()
          .registerTypeAdapter(double.class, json(Report::number))
          .registerTypeAdapter(Double.class, json(Report::number))
          .registerTypeAdapter(
              Instant.class, json((Instant at) -> new JsonPrimitive(at.toString())))
          .registerTypeAdapter(
              Contestant.Origin.class,
              json((Contestant.Origin origin) -> new JsonPrimitive(origin.id())))
          .create();

  private static <T> JsonSerializer<T> json(Function<T, JsonElement> how) {
    return (value, type, context) -> how.apply(value);
  }

  /**
   * How the comparison ran.
   *
   * @param mode {@code quick} or {@code full}
   * @param date when it started
   * @param seconds how long it took
   * @param rounds JVMs for each contestant
   * @param passes how often each measures everything; the fastest pass counts
   * @param samples samples in each pass, whose median counts
   * @param sampleNanos time of a sample
   * @param options options of these JVMs
   * @param skipped what was not measured, and why
   */
  public record Run(
      String mode,
      Instant date,
      long seconds,
      int rounds,
      int passes,
      int samples,
      long sampleNanos,
      List<String> options,
      List<String> skipped) {}

  /**
   * What is measured together: one kernel on one element type at one size.
   *
   * @param kernel the kernel's id
   * @param element {@code float} or {@code double}
   * @param size the nominal size
   * @param elements the elements of a call, as the dispatcher counts them
   * @param bytes what a call has to read and write
   */
  public record Case(String kernel, String element, int size, long elements, long bytes) {}

  /**
   * One contestant's time in a case.
   *
   * @param of the case
   * @param contestant its id
   * @param origin what kind of contestant it is
   * @param nanos time of a call: the median over the rounds
   * @param min fastest round
   * @param max slowest round
   * @param rounds all rounds, in order
   */
  public record Row(
      Case of,
      String contestant,
      Contestant.Origin origin,
      double nanos,
      double min,
      double max,
      List<Double> rounds) {

    static Row of(Case of, String contestant, Contestant.Origin origin, List<Double> rounds) {
      double[] sorted = rounds.stream().mapToDouble(Double::doubleValue).sorted().toArray();
      return new Row(
          of,
          contestant,
          origin,
          median(sorted),
          sorted[0],
          sorted[sorted.length - 1],
          List.copyOf(rounds));
    }

    /**
     * Time per element.
     *
     * @return ns
     */
    public double nanosPerElement() {
      return nanos / of.elements();
    }

    /**
     * What is read and written in the time, each array once.
     *
     * @return GB/s
     */
    public double gigabytesPerSecond() {
      return of.bytes() / nanos;
    }

    /**
     * This time divided by another of the same case: the median over the rounds of the ratio in
     * each, so that a round on a slower machine changes nothing.
     *
     * @param other who was measured in the same rounds
     * @return the ratio
     */
    public double ratio(Row other) {
      int n = Math.min(rounds.size(), other.rounds.size());
      double[] ratios = new double[n];
      for (int i = 0; i < n; i++) {
        ratios[i] = rounds.get(i) / other.rounds.get(i);
      }
      Arrays.sort(ratios);
      return median(ratios);
    }

    /**
     * Whether all rounds of this were slower than all rounds of another: the difference is more
     * than the noise.
     *
     * @param other a row of the same case
     * @return whether the ranges are apart
     */
    boolean clearlySlowerThan(Row other) {
      return min > other.max;
    }
  }

  /**
   * What the dispatcher did in a case.
   *
   * @param of the case
   * @param chosen the candidate's id
   * @param why what the choice rests on
   * @param best the fastest candidate's id
   * @param choiceRegret time of the chosen candidate ÷ time of the best − 1, by {@link Row#ratio};
   *     NaN if the chosen one was not measured
   * @param regret the same for the time through the dispatcher, argument checks included
   */
  public record Choice(
      Case of, String chosen, String why, String best, double choiceRegret, double regret) {}

  /**
   * A peer's time in relation to gradcore's.
   *
   * @param of the case
   * @param peer the peer's id
   * @param ratio time of the peer ÷ time through the dispatcher: above 1 gradcore is faster
   * @param clear whether all rounds of the one were faster than all rounds of the other
   */
  public record PeerRatio(Case of, String peer, double ratio, boolean clear) {}

  private final Machine machine;
  private final Run run;
  private final List<Contestant> contestants;
  private final Map<Case, Map<String, Row>> rows;
  private final Map<Case, Choice> choices;
  private final ColdStart.Result coldStart;
  private final FitReport fits;

  private Report(
      Machine machine,
      Run run,
      List<Contestant> contestants,
      Map<Case, Map<String, Row>> rows,
      Map<Case, Choice> choices,
      ColdStart.Result coldStart,
      FitReport fits) {
    this.machine = machine;
    this.run = run;
    this.contestants = contestants;
    this.rows = rows;
    this.choices = choices;
    this.coldStart = coldStart;
    this.fits = fits;
  }

  /**
   * A report without any kernels, of a run that measures nothing of them.
   *
   * @param mode {@code quick} or {@code full}
   * @param date when the run started
   * @return a report to be completed
   */
  public static Report withoutKernels(String mode, Instant date) {
    Run run =
        new Run(mode, date.truncatedTo(ChronoUnit.SECONDS), 0, 0, 0, 0, 0, List.of(), List.of());
    return new Builder(List.of()).build(Machine.current(Kernels.dispatched()), run);
  }

  /**
   * The same with what else was measured in the run.
   *
   * @param newColdStart the cold start, or null
   * @param newFits the whole fits, or null
   * @param alsoSkipped what else was not measured, and why
   * @param seconds how long all of it took
   * @return the whole report
   */
  public Report with(
      ColdStart.Result newColdStart, FitReport newFits, List<String> alsoSkipped, long seconds) {
    List<String> skipped = new ArrayList<>(run.skipped());
    skipped.addAll(alsoSkipped);
    Run whole =
        new Run(
            run.mode(),
            run.date(),
            seconds,
            run.rounds(),
            run.passes(),
            run.samples(),
            run.sampleNanos(),
            run.options(),
            List.copyOf(skipped));
    return new Report(machine, whole, contestants, rows, choices, newColdStart, newFits);
  }

  /** Collects the measurements of all rounds. */
  static final class Builder {
    private final List<Contestant> contestants;
    private final Map<Case, Map<String, List<Double>>> times = new LinkedHashMap<>();
    private final Map<Case, Measurement> dispatched = new LinkedHashMap<>();

    Builder(List<Contestant> contestants) {
      this.contestants = new ArrayList<>(contestants);
    }

    /** Forgets a contestant: it is as if it had not been there. */
    void remove(String contestant) {
      contestants.removeIf(c -> c.id().equals(contestant));
    }

    /** Adds a time; of several in the same round the smallest counts. */
    void add(int round, Measurement m) {
      Case of = new Case(m.kernel(), m.element(), m.size(), m.elements(), m.bytes());
      List<Double> rounds =
          times
              .computeIfAbsent(of, c -> new LinkedHashMap<>())
              .computeIfAbsent(m.contestant(), id -> new ArrayList<>());
      if (rounds.size() == round) {
        rounds.add(m.nanos());
      } else {
        rounds.set(round, Math.min(rounds.get(round), m.nanos()));
      }
      if (m.chosen() != null) {
        dispatched.put(of, m);
      }
    }

    Report build(Machine machine, Run run) {
      Map<Case, Map<String, Row>> rows = new LinkedHashMap<>();
      Map<Case, Choice> choices = new LinkedHashMap<>();
      times.forEach(
          (of, timed) -> {
            Map<String, Row> byContestant = new LinkedHashMap<>();
            for (Contestant contestant : contestants) {
              List<Double> rounds = timed.get(contestant.id());
              if (rounds != null) {
                byContestant.put(
                    contestant.id(), Row.of(of, contestant.id(), contestant.origin(), rounds));
              }
            }
            rows.put(of, byContestant);
            choice(of, byContestant, dispatched.get(of)).ifPresent(c -> choices.put(of, c));
          });
      return new Report(machine, run, List.copyOf(contestants), rows, choices, null, null);
    }

    private static Optional<Choice> choice(Case of, Map<String, Row> rows, Measurement dispatched) {
      Optional<Row> best = best(rows);
      if (dispatched == null || best.isEmpty()) {
        return Optional.empty();
      }
      Row chosen = rows.get(dispatched.chosen());
      return Optional.of(
          new Choice(
              of,
              dispatched.chosen(),
              dispatched.why(),
              best.get().contestant(),
              chosen == null ? Double.NaN : regret(chosen, best.get()),
              regret(rows.get(Contestant.DISPATCH), best.get())));
    }

    /** By how much a row is slower than the best candidate. */
    private static double regret(Row row, Row best) {
      return row == best ? 0 : Math.max(0, row.ratio(best) - 1);
    }

    private static Optional<Row> best(Map<String, Row> rows) {
      return rows.values().stream()
          .filter(row -> row.origin() == Contestant.Origin.CANDIDATE)
          .min((a, b) -> Double.compare(a.nanos(), b.nanos()));
    }
  }

  /** The middle of sorted numbers. */
  static double median(double[] sorted) {
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /**
   * Who was measured.
   *
   * @return the contestants in the order of a round
   */
  public List<Contestant> contestants() {
    return contestants;
  }

  /**
   * What the dispatcher did.
   *
   * @return one entry per case in which the dispatcher and a candidate were measured
   */
  public List<Choice> choices() {
    return List.copyOf(choices.values());
  }

  /**
   * How the comparison ran.
   *
   * @return mode, date and times
   */
  public Run run() {
    return run;
  }

  /**
   * Where the comparison ran.
   *
   * @return the machine
   */
  public Machine machine() {
    return machine;
  }

  /**
   * The cold start.
   *
   * @return what was measured of it, or empty
   */
  public Optional<ColdStart.Result> coldStart() {
    return Optional.ofNullable(coldStart);
  }

  /**
   * The whole fits.
   *
   * @return what was measured of them, or empty
   */
  public Optional<FitReport> fits() {
    return Optional.ofNullable(fits);
  }

  /**
   * What the dispatcher did in a case.
   *
   * @param of the case
   * @return the choice, or null if the dispatcher or the candidates were not measured
   */
  public Choice choice(Case of) {
    return choices.get(of);
  }

  /**
   * All cases.
   *
   * @return by kernel, element type and size
   */
  public List<Case> cases() {
    return List.copyOf(rows.keySet());
  }

  /**
   * A contestant's time in a case.
   *
   * @param of the case
   * @param contestant its id
   * @return the row, or null if it was not measured
   */
  public Row row(Case of, String contestant) {
    return rows.getOrDefault(of, Map.of()).get(contestant);
  }

  /**
   * What share of the stream limit a row reaches.
   *
   * @param row the row
   * @return 1 at the limit; above it where caches and short loops say more than the memory does;
   *     NaN if the limit was not measured
   */
  public double streamShare(Row row) {
    Row limit = row(row.of(), Contestant.STREAM);
    return limit == null ? Double.NaN : limit.nanos() / row.nanos();
  }

  /**
   * A row's time in relation to the candidate that the dispatcher chose.
   *
   * @param row the row
   * @return 1 for the chosen one itself, more for a slower one; NaN if that was not measured
   */
  public double ratioToChoice(Row row) {
    Choice choice = choices.get(row.of());
    Row chosen = choice == null ? null : row(row.of(), choice.chosen());
    return chosen == null ? Double.NaN : row.ratio(chosen);
  }

  /**
   * What other libraries need in relation to what users of gradcore call.
   *
   * @return one entry per case and peer measured there, wins and losses alike
   */
  public List<PeerRatio> peerRatios() {
    List<PeerRatio> ratios = new ArrayList<>();
    rows.forEach(
        (of, byContestant) -> {
          Row own = byContestant.get(Contestant.DISPATCH);
          for (Row row : byContestant.values()) {
            if (own != null && row.origin() == Contestant.Origin.PEER) {
              boolean clear = row.clearlySlowerThan(own) || own.clearlySlowerThan(row);
              ratios.add(new PeerRatio(of, row.contestant(), row.nanos() / own.nanos(), clear));
            }
          }
        });
    return ratios;
  }

  /**
   * The median regret of the choices.
   *
   * @return 0 if half of the choices or more are the best; NaN if there are none
   */
  public double medianRegret() {
    double[] sorted = regrets(Choice::choiceRegret);
    return sorted.length == 0 ? Double.NaN : median(sorted);
  }

  /**
   * The choice with the largest regret.
   *
   * @return it, or empty if there are no choices
   */
  public Optional<Choice> worstChoice() {
    return choices.values().stream()
        .filter(choice -> !Double.isNaN(choice.choiceRegret()))
        .max((a, b) -> Double.compare(a.choiceRegret(), b.choiceRegret()));
  }

  private double[] regrets(ToDoubleFunction<Choice> regret) {
    double[] regrets =
        choices.values().stream().mapToDouble(regret).filter(r -> !Double.isNaN(r)).toArray();
    Arrays.sort(regrets);
    return regrets;
  }

  /**
   * Everything, for machines and for {@link HtmlReport}.
   *
   * @return one object: {@code machine}, {@code run}, {@code contestants}, {@code rows} (times in
   *     ns per call), {@code choices}, {@code peers} (ratios), {@code regret}, {@code coldStart}
   *     (times in ms) and {@code fits} (times in s)
   */
  public JsonObject toJson() {
    JsonObject root = new JsonObject();
    root.addProperty("format", FORMAT);
    root.add("machine", GSON.toJsonTree(machine));
    JsonObject how = object(run);
    JsonObject versions = new JsonObject();
    contestants.stream()
        .filter(contestant -> contestant.peer() != null)
        .forEach(peer -> versions.addProperty(peer.id(), peer.peer().version()));
    how.add("versions", versions);
    root.add("run", how);
    JsonArray who = new JsonArray();
    for (Contestant contestant : contestants) {
      JsonObject entry = new JsonObject();
      entry.addProperty("id", contestant.id());
      entry.addProperty("origin", contestant.origin().id());
      entry.addProperty("vectorBits", contestant.vectorBits());
      who.add(entry);
    }
    root.add("contestants", who);
    JsonArray all = new JsonArray();
    rows.values().forEach(byContestant -> byContestant.values().forEach(r -> all.add(json(r))));
    root.add("rows", all);
    root.add("choices", flat(choices.values()));
    root.add("peers", flat(peerRatios()));
    JsonObject regret = new JsonObject();
    regret.add("median", number(medianRegret()));
    regret.add("worst", number(worstChoice().map(Choice::choiceRegret).orElse(Double.NaN)));
    double[] through = regrets(Choice::regret);
    regret.add(
        "medianThroughDispatcher", number(through.length == 0 ? Double.NaN : median(through)));
    root.add("regret", regret);
    root.add("coldStart", GSON.toJsonTree(coldStart));
    root.add("fits", GSON.toJsonTree(fits));
    return root;
  }

  private JsonObject json(Row row) {
    JsonObject object = flat(row);
    object.addProperty("nanosPerElement", row.nanosPerElement());
    object.addProperty("gigabytesPerSecond", row.gigabytesPerSecond());
    object.add("streamShare", number(streamShare(row)));
    object.add("ratioToChoice", number(ratioToChoice(row)));
    return object;
  }

  private static JsonArray flat(Collection<? extends Record> records) {
    JsonArray array = new JsonArray();
    records.forEach(one -> array.add(flat(one)));
    return array;
  }

  /** The components of a record, those of its case among them. */
  private static JsonObject flat(Record of) {
    JsonObject object = object(of);
    JsonObject flat = object.remove("of").getAsJsonObject();
    object.asMap().forEach(flat::add);
    return flat;
  }

  private static JsonObject object(Record of) {
    return GSON.toJsonTree(of).getAsJsonObject();
  }

  /** A number, or null where there is none: JSON has no NaN. */
  private static JsonElement number(double value) {
    return Double.isFinite(value) ? new JsonPrimitive(value) : JsonNull.INSTANCE;
  }
}

package org.gradcore.cli;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.gradcore.dispatch.Kernels;
import org.gradcore.dispatch.machine.Availability;
import org.gradcore.dispatch.machine.Backend;
import org.gradcore.dispatch.machine.Crossing;
import org.gradcore.dispatch.machine.Isa;
import org.gradcore.kernel.Kernel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code gradcore info}. */
@Command(
    name = "info",
    mixinStandardHelpOptions = true,
    description =
        "Shows this machine's CPU and JDK, which backends can be used and why not, the profile in"
            + " use, and the choice for each kernel and size.")
final class InfoCommand implements Callable<Integer> {
  private static final List<Class<?>> ELEMENTS = List.of(float.class, double.class);
  private static final long[] SIZES = {16, 1 << 10, 1 << 14, 1 << 18, 1 << 22};
  private static final String[] SIZE_NAMES = {"16", "1K", "16K", "256K", "4M"};

  @Spec CommandSpec spec;

  @Option(names = "--json", description = "Print one JSON object.")
  boolean json;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    Kernels kernels = Kernels.dispatched();
    if (json) {
      out.println(
          new GsonBuilder()
              .setPrettyPrinting()
              .disableHtmlEscaping()
              .create()
              .toJson(all(kernels)));
    } else {
      print(kernels, out);
    }
    out.flush();
    return 0;
  }

  private static String jdk() {
    return System.getProperty("java.vm.vendor") + " " + Runtime.version();
  }

  private static void print(Kernels kernels, PrintWriter out) {
    out.printf(Locale.ROOT, "gradcore  %s%n", Kernels.VERSION);
    out.printf(Locale.ROOT, "cpu       %s%n", Kernels.cpu().name());
    out.printf(Locale.ROOT, "features  %s%n", String.join(" ", Kernels.cpu().features()));
    out.printf(Locale.ROOT, "jdk       %s%n", jdk());
    int bits = kernels.vectorBits();
    out.printf(
        Locale.ROOT, "lanes     %s%n", bits == 0 ? "none (no vector backend)" : bits + " bits");
    Kernels.ProfileInfo profile = kernels.profile();
    out.printf(Locale.ROOT, "choice    %s%s%n", profile.origin(), age(profile));
    if (profile.problem() != null) {
      out.printf(
          Locale.ROOT,
          "          the profile %s is ignored: %s%n",
          profile.file(),
          profile.problem());
    } else if (profile.file() != null && profile.origin().equals("profile")) {
      out.printf(Locale.ROOT, "          %s%n", profile.file());
    } else {
      out.printf(Locale.ROOT, "          'gradcore calibrate' measures this machine%n");
    }
    out.println();
    Tables backends = new Tables("backend", "available", "why");
    for (Availability<Backend> a : kernels.availability()) {
      row(backends, a.of().id(), a);
    }
    for (Availability<Isa> a : kernels.isas()) {
      row(backends, "  isa " + a.of().id(), a);
    }
    for (Availability<Crossing> a : kernels.crossings()) {
      row(backends, "  calls by " + a.of().id(), a);
    }
    backends.print(out);
    for (Class<?> element : ELEMENTS) {
      out.printf(
          Locale.ROOT, "%nChoice by kernel and number of elements, %s:%n", element.getName());
      String[] header = new String[SIZES.length + 1];
      header[0] = "kernel";
      System.arraycopy(SIZE_NAMES, 0, header, 1, SIZES.length);
      Tables table = new Tables(header);
      for (Kernel kernel : Kernel.values()) {
        String[] row = new String[SIZES.length + 1];
        row[0] = kernel.id();
        for (int s = 0; s < SIZES.length; s++) {
          row[s + 1] = kernels.chosen(kernel, element, SIZES[s]);
        }
        table.row(row);
      }
      table.print(out);
    }
  }

  private static String reason(String reason, String remedy) {
    return remedy == null || remedy.isEmpty() ? reason : reason + "; " + remedy;
  }

  private static String age(Kernels.ProfileInfo profile) {
    if (profile.date() == null) {
      return "";
    }
    long days = Duration.between(profile.date(), Instant.now()).toDays();
    return String.format(
        Locale.ROOT,
        ", measured %s (%s days ago, %s)",
        profile.date(),
        Math.max(0, days),
        profile.mode());
  }

  private static JsonObject all(Kernels kernels) {
    JsonObject root = new JsonObject();
    root.addProperty("version", Kernels.VERSION);
    JsonObject cpu = new JsonObject();
    cpu.addProperty("name", Kernels.cpu().name());
    cpu.addProperty("id", Kernels.cpu().id());
    JsonArray features = new JsonArray();
    Kernels.cpu().features().forEach(features::add);
    cpu.add("features", features);
    root.add("cpu", cpu);
    root.addProperty("jdk", jdk());
    root.addProperty("vectorBits", kernels.vectorBits());
    JsonArray backends = new JsonArray();
    for (Availability<Backend> a : kernels.availability()) {
      backends.add(entry("backend", a.of().id(), a));
    }
    root.add("backends", backends);
    JsonArray isas = new JsonArray();
    for (Availability<Isa> a : kernels.isas()) {
      isas.add(entry("isa", a.of().id(), a));
    }
    root.add("isas", isas);
    JsonArray crossings = new JsonArray();
    for (Availability<Crossing> a : kernels.crossings()) {
      crossings.add(entry("crossing", a.of().id(), a));
    }
    root.add("crossings", crossings);
    Kernels.ProfileInfo info = kernels.profile();
    JsonObject profile = new JsonObject();
    profile.addProperty("origin", info.origin());
    profile.addProperty("file", info.file() == null ? null : info.file().toString());
    profile.addProperty("date", info.date() == null ? null : info.date().toString());
    profile.addProperty("mode", info.mode());
    profile.addProperty("problem", info.problem());
    root.add("profile", profile);
    JsonArray choices = new JsonArray();
    for (Kernel kernel : Kernel.values()) {
      for (Class<?> element : ELEMENTS) {
        for (long size : SIZES) {
          JsonObject choice = new JsonObject();
          choice.addProperty("kernel", kernel.id());
          choice.addProperty("element", element.getName());
          choice.addProperty("size", size);
          choice.addProperty("backend", kernels.chosen(kernel, element, size));
          choice.addProperty("why", kernels.why(kernel, element, size));
          choices.add(choice);
        }
      }
    }
    root.add("choices", choices);
    return root;
  }

  private static void row(Tables table, String name, Availability<?> a) {
    table.row(name, a.available() ? "yes" : "no", reason(a.reason(), a.remedy()));
  }

  private static JsonObject entry(String kind, String id, Availability<?> a) {
    JsonObject object = new JsonObject();
    object.addProperty(kind, id);
    object.addProperty("available", a.available());
    object.addProperty("reason", a.reason());
    object.addProperty("remedy", a.remedy());
    return object;
  }
}

package org.gradcore.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.gradcore.dispatch.Kernels;
import org.gradcore.dispatch.machine.Backend;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** The choice of a backend on the command line, and what came of it. */
final class Backends {
  private static final String AUTO = "auto";

  private Backends() {}

  /**
   * The kernels for {@code --backend}: null or {@code auto} is the dispatcher's choice.
   *
   * @throws ParameterException if there is no such backend
   * @throws IllegalStateException if it is not available
   */
  static Kernels kernels(String backend, CommandSpec spec) {
    if (backend == null || backend.equals(AUTO)) {
      return Kernels.dispatched();
    }
    for (Backend known : Backend.values()) {
      if (known.id().equals(backend)) {
        return Kernels.of(known);
      }
    }
    String all = Arrays.stream(Backend.values()).map(Backend::id).collect(Collectors.joining(", "));
    throw new ParameterException(
        spec.commandLine(),
        "--backend '" + backend + "': unknown, allowed are " + AUTO + ", " + all);
  }

  /** A table of what ran. */
  static void printUsed(Kernels kernels, PrintWriter out) {
    Tables table = new Tables("kernel", "backend", "chosen by");
    for (Kernels.Choice choice : kernels.used()) {
      table.row(choice.kernel().id(), choice.candidate().id(), choice.why());
    }
    table.print(out);
  }

  static JsonArray usedJson(Kernels kernels) {
    JsonArray array = new JsonArray();
    for (Kernels.Choice choice : kernels.used()) {
      JsonObject object = new JsonObject();
      object.addProperty("kernel", choice.kernel().id());
      object.addProperty("element", choice.element().getName());
      object.addProperty("backend", choice.candidate().id());
      object.addProperty("why", choice.why());
      array.add(object);
    }
    return array;
  }
}

package org.gradcore.cli;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import org.gradcore.optim.Optimizer;
import org.gradcore.optim.Optimizers;
import picocli.CommandLine.IModelTransformer;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/**
 * The optimizers that the command has and their options: those that the library has, and the
 * components of their records, as {@code --weight-decay} for {@code weightDecay}.
 */
final class OptimizerOptions implements IModelTransformer {
  /**
   * Components that are no options of this group: one has its own, the other is for losses only.
   */
  private static final List<String> OTHERS = List.of("learningRate", "maximize");

  private static final double LEARNING_RATE = 0.01;

  private static final Map<String, Optimizer> OPTIMIZERS = new TreeMap<>();

  static {
    for (Optimizer optimizer : Optimizers.all()) {
      OPTIMIZERS.put(name(optimizer), optimizer);
    }
  }

  /** The names of the optimizers. */
  static final class Names implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return OPTIMIZERS.keySet().iterator();
    }
  }

  private static String name(Optimizer optimizer) {
    return optimizer.getClass().getSimpleName().toLowerCase(Locale.ROOT);
  }

  private static String option(RecordComponent component) {
    return "--"
        + component.getName().replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
  }

  private static List<RecordComponent> components(Optimizer optimizer) {
    return Arrays.stream(optimizer.getClass().getRecordComponents())
        .filter(component -> !OTHERS.contains(component.getName()))
        .toList();
  }

  private static Object value(RecordComponent component, Optimizer optimizer) {
    try {
      return component.getAccessor().invoke(optimizer);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(component.toString(), e);
    }
  }

  @Override
  public CommandSpec transform(CommandSpec command) {
    Map<String, StringJoiner> defaults = new LinkedHashMap<>();
    Map<String, Class<?>> types = new LinkedHashMap<>();
    for (Map.Entry<String, Optimizer> entry : OPTIMIZERS.entrySet()) {
      for (RecordComponent component : components(entry.getValue())) {
        String option = option(component);
        boolean flag = component.getType() == boolean.class;
        types.put(option, component.getType());
        defaults
            .computeIfAbsent(option, o -> new StringJoiner(", ", "", "."))
            .add(entry.getKey() + (flag ? "" : " " + value(component, entry.getValue())));
      }
    }
    ArgGroupSpec.Builder group =
        ArgGroupSpec.builder()
            .exclusive(false)
            .validate(false)
            .heading(
                "Options of the optimizers that have them, with their defaults (--weight-decay also"
                    + " shrinks the intercept; --l2 does not):%n");
    types.forEach(
        (option, type) ->
            group.addArg(
                OptionSpec.builder(option)
                    .type(type == boolean.class ? Boolean.class : Double.class)
                    .arity(type == boolean.class ? "0" : "1")
                    .negatable(type == boolean.class)
                    .paramLabel("X")
                    .description(defaults.get(option).toString())
                    .build()));
    return command.addArgGroup(group.build());
  }

  /**
   * The optimizer that was asked for; options of another one are an error.
   *
   * @param name its name, in any case
   * @param learningRate its learning rate; null if none was given
   */
  static Optimizer chosen(CommandSpec command, String name, Double learningRate) {
    Optimizer defaults = OPTIMIZERS.get(name.toLowerCase(Locale.ROOT));
    if (defaults == null) {
      throw usage(
          command,
          "Invalid value for option '--optimizer': expected one of "
              + OPTIMIZERS.keySet()
              + " (case-insensitive) but was '"
              + name
              + "'");
    }
    allow(command, defaults);
    RecordComponent[] all = defaults.getClass().getRecordComponents();
    Object[] values = new Object[all.length];
    for (int i = 0; i < all.length; i++) {
      Object given =
          all[i].getName().equals("learningRate")
              ? Double.valueOf(
                  learningRate == null
                      ? Math.max(LEARNING_RATE, defaults.learningRate())
                      : learningRate)
              : given(command, option(all[i]));
      values[i] = given == null ? value(all[i], defaults) : given;
    }
    Class<?>[] types =
        Arrays.stream(all).map(RecordComponent::getType).toArray(n -> new Class<?>[n]);
    try {
      return (Optimizer) defaults.getClass().getConstructor(types).newInstance(values);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IllegalArgumentException refused) {
        throw usage(command, refused.getMessage());
      }
      throw new IllegalStateException(e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void allow(CommandSpec command, Optimizer optimizer) {
    List<String> own = components(optimizer).stream().map(OptimizerOptions::option).toList();
    for (Optimizer other : OPTIMIZERS.values()) {
      for (RecordComponent component : components(other)) {
        String option = option(component);
        if (given(command, option) != null && !own.contains(option)) {
          throw usage(
              command,
              option
                  + " is no option of --optimizer "
                  + name(optimizer)
                  + ", which has "
                  + String.join(", ", own));
        }
      }
    }
  }

  /** The value of an option of an optimizer; null if it was not given. */
  static Object given(CommandSpec command, String option) {
    OptionSpec found = command.findOption(option);
    return found == null ? null : found.getValue();
  }

  private static ParameterException usage(CommandSpec command, String message) {
    return new ParameterException(command.commandLine(), message);
  }
}

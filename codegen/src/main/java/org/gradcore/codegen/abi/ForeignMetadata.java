package org.gradcore.codegen.abi;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/** GraalVM's metadata of the critical downcalls that {@link ForeignCrossing} makes. */
final class ForeignMetadata implements AbiFile {
  @Override
  public String path() {
    return "resources/META-INF/native-image/org.gradcore/gradcore-presets-foreign"
        + "/reachability-metadata.json";
  }

  @Override
  public String text(KernelTable table) {
    String downcalls =
        table.kernels().stream()
            .flatMap(k -> Kernel.ELEMENTS.stream().map(e -> downcall(k, e)))
            .distinct()
            .collect(Collectors.joining(",\n"));
    return """
    {
      "comment": "%s",
      "foreign": {
        "downcalls": [
    %s
        ]
      }
    }
    """
        .formatted(NOTE.substring("// ".length()).strip(), downcalls);
  }

  private static String downcall(Kernel kernel, String element) {
    String parameters =
        Stream.concat(Stream.of("jint"), kernel.parameters().stream().map(p -> layout(p, element)))
            .map(layout -> '"' + layout + '"')
            .collect(Collectors.joining(", "));
    return """
          {"returnType": "%s", "parameterTypes": [%s], "options": {"critical": {"allowHeapAccess": true}}}"""
        .formatted(layout(kernel.exportedJava(element)), parameters);
  }

  private static String layout(Parameter parameter, String element) {
    return parameter.pointer() ? "void*" : layout(parameter.javaType(element));
  }

  private static String layout(String type) {
    return type.equals("void") ? type : "j" + type;
  }
}

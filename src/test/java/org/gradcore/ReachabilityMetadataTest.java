package org.gradcore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.lang.invoke.MethodType;
import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.gradcore.presets.DoubleCrossing;
import org.gradcore.presets.FloatCrossing;
import org.gradcore.presets.Native;
import org.gradcore.presets.NativeLibrary;
import org.gradcore.testing.ChildJvm;
import org.junit.jupiter.api.Test;

/**
 * What GraalVM's native-image is told, as far as that can be checked without it: all that is named
 * exists; and all that JNI code asks for and every resource that is loaded is named.
 */
class ReachabilityMetadataTest {
  private static final String FILE =
      "META-INF/native-image/org.gradcore/%s/reachability-metadata.json";
  private static final Path JNI = Path.of("..", "presets", "target", "generated", "jni");
  private static final Pattern CLASSES =
      Pattern.compile("JavaCPP_classNames\\[\\d+] = \\{(.*?)};", Pattern.DOTALL);
  private static final Pattern STRING = Pattern.compile("\"([^\"]+)\"");
  private static final Pattern MEMBER =
      Pattern.compile("JavaCPP_get(\\w+)ID\\(env, (\\d+), \"([^\"]+)\", \"([^\"]+)\"\\)");

  /** JNI makes what it throws from a text. */
  private static final Pattern THROWN =
      Pattern.compile("ThrowNew\\(JavaCPP_getClass\\(env, (\\d+)\\)");

  /** JNI allocates a pointer without its constructor. */
  private static final Pattern ALLOCATED =
      Pattern.compile("JavaCPP_createPointer\\(env, (\\d+)\\)");

  private static JsonObject metadata(String artifact) throws IOException {
    String name = FILE.formatted(artifact);
    try (InputStream in = Native.class.getClassLoader().getResourceAsStream(name)) {
      assertTrue(in != null, name);
      return JsonParser.parseReader(new InputStreamReader(in, StandardCharsets.UTF_8))
          .getAsJsonObject();
    }
  }

  private static List<JsonObject> objects(JsonElement array) {
    return array == null
        ? List.of()
        : array.getAsJsonArray().asList().stream().map(JsonElement::getAsJsonObject).toList();
  }

  private static List<JsonObject> types() throws IOException {
    return objects(metadata("gradcore-presets").get("reflection"));
  }

  private static Class<?> type(String name) throws ClassNotFoundException {
    return Class.forName(name, false, Native.class.getClassLoader());
  }

  /** {@code name(type,type)}, constructors under {@code <init>}. */
  private static String text(Executable executable) {
    String name = executable instanceof Method ? executable.getName() : "<init>";
    List<String> types =
        Arrays.stream(executable.getParameterTypes()).map(Class::getCanonicalName).toList();
    return name + "(" + String.join(",", types) + ")";
  }

  private static String text(JsonObject method) {
    JsonArray types = method.getAsJsonArray("parameterTypes");
    List<String> names = types.asList().stream().map(JsonElement::getAsString).toList();
    return method.get("name").getAsString() + "(" + String.join(",", names) + ")";
  }

  /** The layouts of a function that a crossing calls. */
  private static String downcall(Method method) {
    return layout(method.getReturnType())
        + Arrays.stream(method.getParameterTypes()).map(ReachabilityMetadataTest::layout).toList();
  }

  private static String layout(Class<?> type) {
    return type.isArray() ? "void*" : type == void.class ? "void" : "j" + type.getName();
  }

  @Test
  void everyForeignDowncallIsNamed() throws IOException {
    Set<String> named = new TreeSet<>();
    JsonObject foreign = metadata("gradcore-presets-foreign").getAsJsonObject("foreign");
    for (JsonObject call : objects(foreign.get("downcalls"))) {
      JsonObject critical = call.getAsJsonObject("options").getAsJsonObject("critical");
      assertTrue(critical.get("allowHeapAccess").getAsBoolean());
      List<String> parameters =
          call.getAsJsonArray("parameterTypes").asList().stream()
              .map(JsonElement::getAsString)
              .toList();
      assertTrue(named.add(call.get("returnType").getAsString() + parameters));
    }
    Set<String> called = new TreeSet<>();
    for (Class<?> crossing : List.of(FloatCrossing.class, DoubleCrossing.class)) {
      for (Method method : crossing.getMethods()) {
        if (method.getParameterCount() > 0 && method.getParameterTypes()[0] == int.class) {
          called.add(downcall(method));
        }
      }
    }
    assertEquals(called, named);
  }

  @Test
  void whatIsNamedExists() throws Exception {
    Set<String> seen = new HashSet<>();
    for (JsonObject entry : types()) {
      Class<?> type = type(entry.get("type").getAsString());
      assertTrue(seen.add(type.getName()), type + " twice");
      Set<String> methods = new TreeSet<>();
      Stream.of(type.getDeclaredMethods(), type.getDeclaredConstructors())
          .flatMap(Arrays::stream)
          .forEach(executable -> methods.add(text(executable)));
      for (JsonObject method : objects(entry.get("methods"))) {
        assertTrue(methods.contains(text(method)), type + " has no " + text(method));
      }
      for (JsonObject field : objects(entry.get("fields"))) {
        type.getDeclaredField(field.get("name").getAsString());
      }
    }
  }

  @Test
  void everyNativeMethodIsNamed() throws Exception {
    assertTrue(
        Arrays.stream(Native.class.getDeclaredMethods())
            .anyMatch(method -> Modifier.isNative(method.getModifiers())));
    JsonObject entry =
        types().stream()
            .filter(type -> type.get("type").getAsString().equals(Native.class.getName()))
            .findFirst()
            .orElseThrow();
    assertTrue(entry.get("jniAccessible").getAsBoolean());
    assertTrue(entry.get("allDeclaredMethods").getAsBoolean());
  }

  /** The JNI code that JavaCPP wrote, its own and ours: what it looks up, no more and no less. */
  @Test
  void jniCodeFindsWhatItAsksFor() throws Exception {
    assumeTrue(Files.isDirectory(JNI), "NOT TESTED: the native library was left out of this build");
    Set<String> asked = new TreeSet<>();
    for (String file : List.of("jnigradcore.cpp", "jnijavacpp.cpp")) {
      String source = Files.readString(JNI.resolve(file));
      Matcher classes = CLASSES.matcher(source);
      assertTrue(classes.find(), file);
      List<String> names =
          STRING
              .matcher(classes.group(1))
              .results()
              .map(name -> name.group(1).replace('/', '.'))
              .toList();
      asked.addAll(names);
      Matcher member = MEMBER.matcher(source);
      while (member.find()) {
        String name = names.get(Integer.parseInt(member.group(2))) + "." + member.group(3);
        asked.add(member.group(1).equals("Field") ? name : name + parameters(member.group(4)));
      }
      ALLOCATED
          .matcher(source)
          .results()
          .map(allocated -> names.get(Integer.parseInt(allocated.group(1))))
          .forEach(name -> asked.add(name + " allocated"));
      THROWN
          .matcher(source)
          .results()
          .map(thrown -> names.get(Integer.parseInt(thrown.group(1))))
          .forEach(name -> asked.add(name + ".<init>(java.lang.String)"));
    }
    Set<String> named = new TreeSet<>();
    for (JsonObject entry : types()) {
      String type = entry.get("type").getAsString();
      if (!entry.has("jniAccessible") || type.equals(Native.class.getName())) {
        continue;
      }
      named.add(type);
      if (entry.has("unsafeAllocated")) {
        named.add(type + " allocated");
      }
      objects(entry.get("fields"))
          .forEach(f -> named.add(type + "." + f.get("name").getAsString()));
      objects(entry.get("methods")).forEach(method -> named.add(type + "." + text(method)));
    }
    assertEquals(asked, named);
  }

  /** The parameters of a descriptor, as {@link #text} writes them. */
  private static String parameters(String descriptor) {
    List<String> types =
        MethodType.fromMethodDescriptorString(descriptor, Native.class.getClassLoader())
            .parameterList()
            .stream()
            .map(Class::getCanonicalName)
            .toList();
    return "(" + String.join(",", types) + ")";
  }

  @Test
  void everyResourceThatIsLoadedIsNamed() throws Exception {
    ChildJvm.Result result =
        ChildJvm.run(Recording.class, true, List.of(ChildJvm.VECTOR, ChildJvm.NATIVE_ACCESS));
    assertEquals(0, result.status(), result.toString());
    List<String> loaded = values(result, "resource");
    assertTrue(loaded.contains("org/gradcore/dispatch/profile/shipped-profile.json"), result.out());
    boolean built = NativeLibrary.load().loaded();
    assertEquals(built, loaded.stream().anyMatch(name -> name.contains("jnigradcore")));
    List<String> globs = new ArrayList<>();
    for (String artifact : List.of("gradcore", "gradcore-presets")) {
      objects(metadata(artifact).get("resources"))
          .forEach(resource -> globs.add(resource.get("glob").getAsString()));
    }
    List<String> unnamed =
        loaded.stream()
            .filter(name -> globs.stream().noneMatch(glob -> matches(glob, name)))
            .toList();
    assertEquals(List.of(), unnamed);
    // Classes of OpenBLAS's binding are reached by reflection alone.
    List<String> types = types().stream().map(type -> type.get("type").getAsString()).toList();
    for (String name : values(result, "class")) {
      assertTrue(types.contains(name), name + " is not named");
    }
    assertFalse(matches("org/*/b.*", "org/x/y/b.c"), "the test's own matching");
  }

  private static List<String> values(ChildJvm.Result result, String name) {
    return result
        .out()
        .lines()
        .filter(line -> line.startsWith(name + "="))
        .map(line -> line.substring(name.length() + 1))
        .toList();
  }

  private static boolean matches(String glob, String name) {
    PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + glob);
    return matcher.matches(Path.of(name));
  }

  /** Makes the dispatched kernels in a class loader that prints which resources it has found. */
  static final class Recording extends URLClassLoader {
    private final Set<String> found = Collections.synchronizedSet(new TreeSet<>());

    private Recording(URL[] path) {
      super(path, ClassLoader.getPlatformClassLoader());
    }

    @Override
    public URL getResource(String name) {
      URL url = super.getResource(name);
      if (url != null && !name.endsWith(".class") && !url.toString().endsWith("/")) {
        found.add(name);
      }
      return url;
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      if (name.startsWith("org.bytedeco.openblas.")) {
        System.out.println("class=" + name);
      }
      return super.findClass(name);
    }

    public static void main(String[] args) throws Exception {
      List<URL> path = new ArrayList<>();
      for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
        path.add(Path.of(entry).toUri().toURL());
      }
      try (Recording loader = new Recording(path.toArray(URL[]::new))) {
        Class.forName("org.gradcore.dispatch.Kernels", true, loader)
            .getMethod("dispatched")
            .invoke(null);
        loader.found.forEach(name -> System.out.println("resource=" + name));
      }
    }
  }
}

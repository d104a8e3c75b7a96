package io.k8s.sparkoperator.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Holds the built jar against the jars of each supported Spark, as a JVM would when it links them. */
class SparkLinkTest {
  private static final String ALLOCATOR = "io/k8s/sparkoperator/driver/ExecutorSetPodsAllocator";
  private static final String KUBERNETES = "org/apache/spark/scheduler/cluster/k8s/";
  /** Kinds of entries in a constant pool. */
  private static final int CLASS = 7;
  private static final int FIELD = 9;
  private static final int METHOD = 10;
  private static final int INTERFACE_METHOD = 11;

  @ParameterizedTest(name = "Spark {0}")
  @DisplayName("each class, method and field that the jar refers to is there")
  @ValueSource(strings = {"3.4.2", "3.5.6", "4.0.2", "4.1.1", "4.2.1", "4.3.0"})
  void references(String version) throws IOException {
    Set<String> missing = new TreeSet<>();
    int references = 0;
    try (LinkableClasses classes = spark(version)) {
      for (ClassReader ours : classes.add(pluginJar())) {
        for (int item = 1; item < ours.getItemCount(); item++) {
          references++;
          findMissing(ours, item, classes).ifPresent(missing::add);
        }
      }
    }
    assertEquals(Set.of(), missing);
    assertTrue(references > 1000, "the jar was read");
  }

  @ParameterizedTest(name = "Spark {0}")
  @DisplayName("the allocator implements everything that Spark leaves to it")
  @ValueSource(strings = {"3.4.2", "3.5.6", "4.0.2", "4.1.1", "4.2.1", "4.3.0"})
  void implementsEverything(String version) throws IOException {
    try (LinkableClasses classes = spark(version)) {
      assertTrue(classes.abstractMethods(KUBERNETES + "AbstractPodsAllocator").size() >= 5);
      classes.add(pluginJar());
      assertEquals(Set.of(), classes.abstractMethods(ALLOCATOR));
    }
  }

  @ParameterizedTest(name = "Spark {0}")
  @DisplayName("the allocator has the constructor that Spark looks for")
  @ValueSource(strings = {"3.4.2", "3.5.6", "4.0.2", "4.1.1", "4.2.1", "4.3.0"})
  void constructor(String version) throws IOException {
    try (LinkableClasses classes = spark(version)) {
      ConstructorSearch search = new ConstructorSearch();
      ClassReader manager = classes.read(KUBERNETES + "KubernetesClusterManager").orElseThrow();
      manager.accept(search, 0);
      assertEquals(6, search.parameters.size(), "parameters Spark looks for");
      classes.add(pluginJar());
      String descriptor = Type.getMethodDescriptor(Type.VOID_TYPE, search.parameters.toArray(new Type[0]));
      assertTrue(classes.hasMember(ALLOCATOR, "<init>" + descriptor), descriptor);
    }
  }

  private static LinkableClasses spark(String version) throws IOException {
    Path folder = Paths.get(System.getProperty("spark.jars.folder"), version);
    assertTrue(Files.isDirectory(folder), "no jars of Spark " + version + " in " + folder + "; `npm run "
        + "test:driver-plugin` puts them there");
    return LinkableClasses.in(folder);
  }

  private static Path pluginJar() {
    return Paths.get(System.getProperty("plugin.jar"));
  }

  /** What this entry of the constant pool refers to and isn't there; empty if all is well. */
  private static Optional<String> findMissing(ClassReader ours, int item, LinkableClasses classes) throws IOException {
    int at = ours.getItem(item);
    if (at == 0) return Optional.empty();
    char[] buffer = new char[ours.getMaxStringLength()];
    int kind = ours.readByte(at - 1);
    if (kind == CLASS) return missingType(Type.getObjectType(ours.readUTF8(at, buffer)), classes);
    if (kind < FIELD || kind > INTERFACE_METHOD) return Optional.empty();
    String owner = ours.readClass(at, buffer);
    int nameAndType = ours.getItem(ours.readUnsignedShort(at + 2));
    String name = ours.readUTF8(nameAndType, buffer);
    String descriptor = ours.readUTF8(nameAndType + 2, buffer);
    if (owner.startsWith("[")) return Optional.empty();
    Optional<LinkableClasses.Declared> declared = classes.find(owner);
    if (declared.isEmpty()) return Optional.of(owner);
    if (kind != FIELD && declared.get().isInterface != (kind == INTERFACE_METHOD)) {
      return Optional.of(owner + " is called as if it were " + (kind == METHOD ? "a class" : "an interface"));
    }
    // Classes of the JDK were resolved by the compiler, against Java 8.
    boolean found = owner.startsWith("java") || isOurs(owner) || classes.hasMember(owner, name + descriptor);
    return found ? missingInDescriptor(descriptor, classes) : Optional.of(owner + "." + name + descriptor);
  }

  private static boolean isOurs(String name) {
    return name.startsWith("io/k8s/sparkoperator/");
  }

  private static Optional<String> missingInDescriptor(String descriptor, LinkableClasses classes) throws IOException {
    if (!descriptor.startsWith("(")) return missingType(Type.getType(descriptor), classes);
    for (Type parameter : Type.getArgumentTypes(descriptor)) {
      Optional<String> missing = missingType(parameter, classes);
      if (missing.isPresent()) return missing;
    }
    return missingType(Type.getReturnType(descriptor), classes);
  }

  private static Optional<String> missingType(Type type, LinkableClasses classes) throws IOException {
    if (type.getSort() == Type.ARRAY) return missingType(type.getElementType(), classes);
    if (type.getSort() != Type.OBJECT || classes.find(type.getInternalName()).isPresent()) return Optional.empty();
    return Optional.of(type.getInternalName());
  }

  /** Reads which parameters a class hands to {@code Class.getConstructor}: the class constants right before. */
  private static final class ConstructorSearch extends ClassVisitor {
    final List<Type> parameters = new ArrayList<>();

    ConstructorSearch() {
      super(Opcodes.ASM9);
    }

    @Override
    public MethodVisitor visitMethod(int access, String name, String type, String generic, String[] exceptions) {
      return new MethodVisitor(Opcodes.ASM9) {
        private final List<Type> constants = new ArrayList<>();

        @Override
        public void visitTypeInsn(int opcode, String arrayOf) {
          if (opcode == Opcodes.ANEWARRAY) constants.clear();
        }

        @Override
        public void visitLdcInsn(Object constant) {
          if (constant instanceof Type) constants.add((Type) constant);
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String called, String signature, boolean isInterface) {
          if (owner.equals("java/lang/Class") && called.equals("getConstructor")) parameters.addAll(constants);
        }
      };
    }
  }
}

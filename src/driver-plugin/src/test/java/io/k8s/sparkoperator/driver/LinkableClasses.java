package io.k8s.sparkoperator.driver;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** The classes of some jars and of the JDK, as a JVM would see them when it links another class against them. */
final class LinkableClasses implements Closeable {
  private final List<JarFile> jars = new ArrayList<>();
  private final Map<String, Optional<Declared>> known = new HashMap<>();

  /** All jars of a folder. */
  static LinkableClasses in(Path folder) throws IOException {
    LinkableClasses classes = new LinkableClasses();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.jar")) {
      for (Path file : files) classes.jars.add(new JarFile(file.toFile()));
    }
    return classes;
  }

  /** Adds the classes of one more jar; answers with them. */
  List<ClassReader> add(Path jar) throws IOException {
    JarFile file = new JarFile(jar.toFile());
    jars.add(file);
    List<ClassReader> classes = new ArrayList<>();
    for (Enumeration<JarEntry> entries = file.entries(); entries.hasMoreElements(); ) {
      JarEntry entry = entries.nextElement();
      if (!entry.getName().endsWith(".class")) continue;
      try (InputStream content = file.getInputStream(entry)) {
        classes.add(new ClassReader(content));
      }
    }
    return classes;
  }

  /** The class of that internal name ({@code java/lang/Object}); empty when there is none. */
  Optional<Declared> find(String name) throws IOException {
    if (!known.containsKey(name)) {
      Optional<ClassReader> content = read(name);
      known.put(name, content.map(Declared::new));
    }
    return known.get(name);
  }

  /** Whether the class, or one it extends or implements, declares a member of that name and descriptor. */
  boolean hasMember(String owner, String nameAndDescriptor) throws IOException {
    Declared declared = find(owner).orElseThrow(() -> new IOException("no class " + owner));
    if (declared.reachable.contains(nameAndDescriptor)) return true;
    for (String above : declared.above) {
      if (hasMember(above, nameAndDescriptor)) return true;
    }
    return false;
  }

  /** Methods that the class or one above it declares without a body, unless one nearer to it has one. */
  Set<String> abstractMethods(String name) throws IOException {
    Declared declared = find(name).orElseThrow(() -> new IOException("no class " + name));
    Set<String> methods = new HashSet<>();
    for (String above : declared.above) methods.addAll(abstractMethods(above));
    methods.removeAll(declared.withBody);
    methods.addAll(declared.withoutBody);
    return methods;
  }

  Optional<ClassReader> read(String name) throws IOException {
    String path = name + ".class";
    for (JarFile jar : jars) {
      JarEntry entry = jar.getJarEntry(path);
      if (entry == null) continue;
      try (InputStream content = jar.getInputStream(entry)) {
        return Optional.of(new ClassReader(content));
      }
    }
    boolean ofJdk = name.startsWith("java/") || name.startsWith("javax/");
    InputStream content = ofJdk ? ClassLoader.getPlatformClassLoader().getResourceAsStream(path) : null;
    if (content == null) return Optional.empty();
    try (content) {
      return Optional.of(new ClassReader(content));
    }
  }

  @Override
  public void close() throws IOException {
    for (JarFile jar : jars) jar.close();
  }

  /** What one class declares. */
  static final class Declared {
    final boolean isInterface;
    final List<String> above = new ArrayList<>();
    /** Members that a class of another package may use, if only by extending this one. */
    final Set<String> reachable = new HashSet<>();
    final Set<String> withBody = new HashSet<>();
    final Set<String> withoutBody = new HashSet<>();

    private Declared(ClassReader content) {
      isInterface = (content.getAccess() & Opcodes.ACC_INTERFACE) != 0;
      if (content.getSuperName() != null) above.add(content.getSuperName());
      above.addAll(List.of(content.getInterfaces()));
      content.accept(new Members(), ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
    }

    private final class Members extends ClassVisitor {
      private Members() {
        super(Opcodes.ASM9);
      }

      @Override
      public MethodVisitor visitMethod(int access, String name, String type, String generic, String[] exceptions) {
        add(access, name + type);
        ((access & Opcodes.ACC_ABSTRACT) == 0 ? withBody : withoutBody).add(name + type);
        return null;
      }

      @Override
      public FieldVisitor visitField(int access, String name, String type, String generic, Object value) {
        add(access, name + type);
        return null;
      }

      private void add(int access, String member) {
        if ((access & (Opcodes.ACC_PUBLIC | Opcodes.ACC_PROTECTED)) != 0) reachable.add(member);
      }
    }
  }
}

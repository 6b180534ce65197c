package io.troupe.plugins.bridge;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Methods of tasks that Connect called until 3.9, through others that it still calls: a task that overrides only the
 * former one gets the other as well, which hands on. Seen is what directly extends Connect's classes.
 */
final class FormerCallbacks extends ClassVisitor {

    private static final String SOURCE = "org/apache/kafka/connect/source/SourceTask";
    private static final int INHERITED = Opcodes.ACC_PUBLIC | Opcodes.ACC_PROTECTED;
    private static final String SINK = "org/apache/kafka/connect/sink/SinkTask";

    /** Classes that had such methods, by their names with slashes. */
    static final Set<String> OWNERS = Set.of(SOURCE, SINK);

    private record Callback(String owner, String name, String descriptor) {}

    /** What is called today, by what was called then; it has the same arguments first. */
    private static final Map<Callback, Callback> TODAY = Map.of(
            new Callback(SOURCE, "commitRecord", "(Lorg/apache/kafka/connect/source/SourceRecord;)V"),
            new Callback(
                    SOURCE,
                    "commitRecord",
                    "(Lorg/apache/kafka/connect/source/SourceRecord;Lorg/apache/kafka/clients/producer/RecordMetadata;)V"),
            new Callback(SINK, "onPartitionsAssigned", "(Ljava/util/Collection;)V"),
            new Callback(SINK, "open", "(Ljava/util/Collection;)V"),
            new Callback(SINK, "onPartitionsRevoked", "(Ljava/util/Collection;)V"),
            new Callback(SINK, "close", "(Ljava/util/Collection;)V"));

    private final Map<Callback, String[]> overridden = new HashMap<>();
    private String name = "";
    private String superclass = "";
    private boolean changed;

    FormerCallbacks(ClassVisitor next) {
        super(Opcodes.ASM9, next);
    }

    boolean changed() {
        return changed;
    }

    @Override
    public void visit(
            int version, int access, String ownName, String signature, String superName, String[] interfaces) {
        name = ownName;
        superclass = superName == null ? "" : superName;
        super.visit(version, access, ownName, signature, superName, interfaces);
    }

    @Override
    public MethodVisitor visitMethod(
            int access, String method, String descriptor, String signature, String @Nullable [] exceptions) {
        if ((access & INHERITED) != 0 && (access & Opcodes.ACC_STATIC) == 0) {
            overridden.put(
                    new Callback(superclass, method, descriptor), exceptions == null ? new String[0] : exceptions);
        }
        return new MethodVisitor(Opcodes.ASM9, super.visitMethod(access, method, descriptor, signature, exceptions)) {
            @Override
            public void visitMethodInsn(int opcode, String owner, String called, String types, boolean isInterface) {
                if (opcode == Opcodes.INVOKESPECIAL && TODAY.containsKey(new Callback(owner, called, types))) {
                    changed = true;
                    super.visitInsn(Opcodes.POP2); // nothing was done there: away with the task and its argument
                } else {
                    super.visitMethodInsn(opcode, owner, called, types, isInterface);
                }
            }
        };
    }

    @Override
    public void visitEnd() {
        TODAY.forEach((then, today) -> {
            String[] exceptions = overridden.get(then);
            if (exceptions != null && !overridden.containsKey(today)) {
                changed = true;
                handOn(then, today, exceptions);
            }
        });
        super.visitEnd();
    }

    private void handOn(Callback then, Callback today, String[] exceptions) {
        MethodVisitor code = super.visitMethod(Opcodes.ACC_PUBLIC, today.name(), today.descriptor(), null, exceptions);
        code.visitCode();
        code.visitVarInsn(Opcodes.ALOAD, 0);
        code.visitVarInsn(Opcodes.ALOAD, 1);
        code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, name, then.name(), then.descriptor(), false);
        code.visitInsn(Opcodes.RETURN);
        code.visitMaxs(2, 1 + Type.getArgumentTypes(today.descriptor()).length);
        code.visitEnd();
    }
}

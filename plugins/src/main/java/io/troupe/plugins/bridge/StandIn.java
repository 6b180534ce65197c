package io.troupe.plugins.bridge;

import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * A class by another name that does nothing of its own: a subclass with the same constructors, or, of a final class, one
 * that hands on its static methods.
 */
final class StandIn extends ClassVisitor {

    private static final int VISIBLE = Opcodes.ACC_PUBLIC | Opcodes.ACC_PROTECTED;

    private final ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    private final String name;
    private final String stoodInFor;
    private final int access;

    private StandIn(String name, ClassReader original) {
        super(Opcodes.ASM9);
        this.name = name;
        stoodInFor = original.getClassName();
        access = original.getAccess();
    }

    /** The class file, or null when only its own package can use the original. */
    static byte @Nullable [] of(byte[] original, String name) {
        ClassReader reader = new ClassReader(original);
        if ((reader.getAccess() & Opcodes.ACC_PUBLIC) == 0) {
            return null;
        }
        StandIn standIn = new StandIn(name, reader);
        reader.accept(standIn, ClassReader.SKIP_DEBUG | ClassReader.SKIP_CODE);
        return standIn.writer.toByteArray();
    }

    private boolean isFinal() {
        return (access & Opcodes.ACC_FINAL) != 0;
    }

    private boolean isInterface() {
        return (access & Opcodes.ACC_INTERFACE) != 0;
    }

    @Override
    public void visit(
            int version, int ignored, String original, String signature, String superName, String[] interfaces) {
        boolean hasSuperclass = !isFinal() && !isInterface();
        writer.visit(
                version,
                access,
                name,
                null,
                hasSuperclass ? stoodInFor : "java/lang/Object",
                isInterface() ? new String[] {stoodInFor} : null);
    }

    @Override
    public @Nullable MethodVisitor visitMethod(
            int methodAccess, String method, String descriptor, String signature, String[] exceptions) {
        boolean constructor = method.equals("<init>");
        boolean handedOn = constructor
                ? !isFinal() && (methodAccess & VISIBLE) != 0
                : isFinal() && (methodAccess & Opcodes.ACC_PUBLIC) != 0 && (methodAccess & Opcodes.ACC_STATIC) != 0;
        if (handedOn) {
            int kept = methodAccess & (VISIBLE | Opcodes.ACC_STATIC | Opcodes.ACC_VARARGS);
            MethodVisitor code = writer.visitMethod(kept, method, descriptor, null, exceptions);
            code.visitCode();
            int call = constructor ? Opcodes.INVOKESPECIAL : Opcodes.INVOKESTATIC;
            int next = 0;
            if (constructor) {
                code.visitVarInsn(Opcodes.ALOAD, next++);
            }
            for (Type argument : Type.getArgumentTypes(descriptor)) {
                code.visitVarInsn(argument.getOpcode(Opcodes.ILOAD), next);
                next += argument.getSize();
            }
            code.visitMethodInsn(call, stoodInFor, method, descriptor, false);
            code.visitInsn(Type.getReturnType(descriptor).getOpcode(Opcodes.IRETURN));
            code.visitMaxs(0, 0);
            code.visitEnd();
        }
        return null;
    }
}

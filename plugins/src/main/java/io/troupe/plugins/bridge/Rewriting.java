package io.troupe.plugins.bridge;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.ClassRemapper;
import org.objectweb.asm.commons.MethodRemapper;
import org.objectweb.asm.commons.Remapper;

/**
 * One class file with other names for the classes it refers to and other methods for those it calls: code, descriptors,
 * generic signatures, annotations, method handles and dynamic constants alike. Text stays as it is.
 */
final class Rewriting extends Remapper {

    private static final int ASM = Opcodes.ASM9;

    private final Map<String, String> names;
    private boolean changed;

    private Rewriting(Map<String, String> names) {
        super(ASM);
        this.names = names;
    }

    /** The file rewritten, or null when there was nothing to rewrite; names are with slashes. */
    static byte @Nullable [] of(byte[] classFile, Map<String, String> names) {
        ClassReader reader = new ClassReader(classFile);
        if (names.containsKey(outermost(reader.getClassName()))) {
            return null; // a copy that a plugin brings keeps its name, by which it is asked for
        }
        // The constants keep their places, so that attributes unknown to the library, which refer to them, stay right.
        ClassWriter writer = new ClassWriter(reader, 0);
        Rewriting rewriting = new Rewriting(names);
        FormerCallbacks callbacks = new FormerCallbacks(writer);
        reader.accept(rewriting.visitor(callbacks), 0);
        return rewriting.changed || callbacks.changed() ? writer.toByteArray() : null;
    }

    /** The name in this map, its outermost class renamed; null when that is not in the map. */
    static @Nullable String renamed(String name, Map<String, String> names) {
        String outermost = outermost(name);
        String other = names.get(outermost);
        return other == null ? null : other + name.substring(outermost.length());
    }

    private static String outermost(String name) {
        int nested = name.indexOf('$');
        return nested < 0 ? name : name.substring(0, nested);
    }

    @Override
    public String map(String name) {
        String other = renamed(name, names);
        changed |= other != null;
        return other != null ? other : name;
    }

    @Override
    public Object mapValue(Object value) {
        if (value instanceof Handle handle) {
            Handle own = FormerMethods.instead(handle.getOwner(), handle.getName(), handle.getDesc());
            if (own != null) {
                changed = true;
                return own;
            }
        }
        return super.mapValue(value);
    }

    private ClassVisitor visitor(ClassVisitor next) {
        return new ClassRemapper(ASM, next, this) {
            @Override
            protected MethodVisitor createMethodRemapper(MethodVisitor method) {
                return new Calls(method, Rewriting.this);
            }
        };
    }

    /** Calls of methods that are gone go to ours. */
    private static final class Calls extends MethodRemapper {

        private final Rewriting rewriting;

        Calls(MethodVisitor next, Rewriting rewriting) {
            super(ASM, next, rewriting);
            this.rewriting = rewriting;
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
            Handle own = FormerMethods.instead(owner, name, descriptor);
            if (own == null) {
                super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
                return;
            }
            rewriting.changed = true;
            super.visitMethodInsn(Opcodes.INVOKESTATIC, own.getOwner(), own.getName(), own.getDesc(), false);
        }
    }
}

package io.troupe.plugins.bridge;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Methods that classes of Kafka had until some version, and the static ones here that do the same. */
final class FormerMethods {

    private record Former(String owner, String name, String descriptor) {}

    private static final Map<Former, Handle> OURS = new HashMap<>();

    static {
        addStatic("org/apache/kafka/common/utils/Utils", FormerStatics.class);
        addInstance(FormerConsumer.class, "clients/consumer/Consumer", "clients/consumer/KafkaConsumer");
        addInstance(FormerProducer.class, "clients/producer/Producer", "clients/producer/KafkaProducer");
        addInstance(
                FormerAdmin.class,
                "clients/admin/Admin",
                "clients/admin/AdminClient",
                "clients/admin/KafkaAdminClient");
        addInstance(FormerMetric.class, "common/Metric", "common/metrics/KafkaMetric");
    }

    private FormerMethods() {}

    /** Classes that had such methods, by their names with slashes. */
    static Set<String> owners() {
        return OURS.keySet().stream().map(Former::owner).collect(Collectors.toSet());
    }

    /** The static method that a call goes to, or null when the call is right as it is. */
    static @Nullable Handle instead(String owner, String name, String descriptor) {
        return OURS.get(new Former(owner, name, descriptor));
    }

    private static void addStatic(String owner, Class<?> ours) {
        for (Method method : publicMethods(ours)) {
            OURS.put(new Former(owner, method.getName(), Type.getMethodDescriptor(method)), handle(method));
        }
    }

    /** Our method's first argument is what the former one was called on: of its type, or of one of these. */
    private static void addInstance(Class<?> ours, String... owners) {
        for (Method method : publicMethods(ours)) {
            Type[] arguments = Type.getArgumentTypes(method);
            String descriptor = Type.getMethodDescriptor(
                    Type.getReturnType(method), Arrays.copyOfRange(arguments, 1, arguments.length));
            String declared = arguments[0].getInternalName();
            OURS.put(new Former(declared, method.getName(), descriptor), handle(method));
            if (declared.equals("org/apache/kafka/" + owners[0])) {
                for (String owner : owners) {
                    OURS.put(new Former("org/apache/kafka/" + owner, method.getName(), descriptor), handle(method));
                }
            }
        }
    }

    private static List<Method> publicMethods(Class<?> ours) {
        return Arrays.stream(ours.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()))
                .toList();
    }

    private static Handle handle(Method ours) {
        return new Handle(
                Opcodes.H_INVOKESTATIC,
                Type.getInternalName(ours.getDeclaringClass()),
                ours.getName(),
                Type.getMethodDescriptor(ours),
                false);
    }
}

package io.troupe.node;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;

/** ArchUnit has no words for sealed interfaces. */
final class Sealed extends ArchCondition<JavaClass> {

    static final Sealed BE_SEALED = new Sealed();

    private Sealed() {
        super("be sealed");
    }

    @Override
    public void check(JavaClass item, ConditionEvents events) {
        boolean sealed = item.reflect().isSealed();
        events.add(new SimpleConditionEvent(item, sealed, item.getName() + (sealed ? " is" : " is not") + " sealed"));
    }
}

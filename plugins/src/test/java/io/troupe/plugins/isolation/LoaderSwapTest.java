package io.troupe.plugins.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class LoaderSwapTest {

    private final ClassLoader before = Thread.currentThread().getContextClassLoader();
    private final ClassLoader other = new WorkerClassLoader(before);

    private static ClassLoader current() {
        return Thread.currentThread().getContextClassLoader();
    }

    @Test
    void swapsMayBeNestedAndAreRestored() {
        LoaderSwap outer = LoaderSwap.to(other);
        try (outer) {
            assertThat(current()).isSameAs(other);
            assertThat(LoaderSwap.in(before, LoaderSwapTest::current)).isSameAs(before);
            assertThat(current()).isSameAs(other);
        }
        assertThat(current()).isSameAs(before);
    }

    @Test
    void theLoaderIsRestoredWhenTheCallThrows() {
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> LoaderSwap.in(other, () -> {
                    throw new IOException("from the plugin");
                }));
        assertThat(current()).isSameAs(before);
    }

    @Test
    void anotherThreadCannotRestore() {
        LoaderSwap swap = LoaderSwap.to(other);
        try (swap) {
            assertThatExceptionOfType(CompletionException.class)
                    .isThrownBy(() -> CompletableFuture.runAsync(swap::close).join())
                    .withCauseInstanceOf(IllegalStateException.class);
        }
    }
}

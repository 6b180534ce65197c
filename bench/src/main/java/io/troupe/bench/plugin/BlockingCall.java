package io.troupe.bench.plugin;

import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** Never returns when it is the call that is to block, whatever anybody does about it. */
final class BlockingCall {
    static final String SETTING = "blocking.call";

    private BlockingCall() {}

    static void reached(String call, Map<String, String> config) {
        if (call.equals(config.get(SETTING))) {
            blockForEver();
        }
    }

    static void blockForEver() {
        CountDownLatch never = new CountDownLatch(1);
        while (true) {
            try {
                never.await();
            } catch (InterruptedException ignored) {
                // As plugins do that wait for a socket.
            }
        }
    }
}

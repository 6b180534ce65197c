package io.troupe.cluster.parcel;

import io.troupe.cluster.Refusal;

/**
 * What arrives instead of a message that cannot be sent.
 *
 * @param reason a text for the person who asked
 */
record Undelivered(Refusal.Reason reason, String text) {

    Refusal refusal() {
        return new Refusal(reason, text);
    }
}

package io.troupe.cluster.catalogue;

import io.troupe.cluster.outage.Unrecorded;
import io.troupe.persistence.catalogue.CatalogueState;

/** The catalogue while its database is away: who wants to change it gets no answer, and is refused at the door. */
final class UnrecordedCatalogue implements Unrecorded<Catalogue.Command, CatalogueState> {

    @Override
    public boolean refuse(Catalogue.Command message) {
        return message instanceof Catalogue.Register
                || message instanceof Catalogue.Remove
                || message instanceof Catalogue.Confirm;
    }

    @Override
    public boolean answer(Catalogue.Command message, CatalogueState recorded) {
        if (message instanceof Catalogue.Find ask) {
            ask.replyTo().tell(new Catalogue.Found(recorded.find(ask.name()).orElse(null)));
            return true;
        }
        if (message instanceof Catalogue.ListAll ask) {
            ask.replyTo().tell(new Catalogue.Listing(recorded.all()));
            return true;
        }
        return false;
    }
}

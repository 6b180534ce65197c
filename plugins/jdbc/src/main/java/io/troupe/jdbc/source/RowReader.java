package io.troupe.jdbc.source;

import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** Reads the rows of one result as structs of one schema. */
final class RowReader {

    private final Schema schema;
    private final List<FieldReader> fields;

    private RowReader(Schema schema, List<FieldReader> fields) {
        this.schema = schema;
        this.fields = fields;
    }

    /**
     * @param name of the schema: that of the table; null for a query
     * @throws ConnectException when two columns have one name
     */
    static RowReader of(ResultSetMetaData columns, @Nullable String name, Conversion conversion) throws SQLException {
        SchemaBuilder schema = SchemaBuilder.struct();
        if (name != null) {
            schema.name(name);
        }
        List<FieldReader> fields = new ArrayList<>();
        for (int column = 1; column <= columns.getColumnCount(); column++) {
            FieldReader field = FieldReader.of(columns, column, conversion);
            String label = columns.getColumnLabel(column);
            if (schema.field(label) != null) {
                throw new ConnectException("Two columns of the result are called " + label + ": name them apart");
            }
            schema.field(label, field.schema());
            fields.add(field);
        }
        return new RowReader(schema.build(), fields);
    }

    Schema schema() {
        return schema;
    }

    /** @throws DataException when a value does not fit its column's schema; the message names the column */
    Struct read(ResultSet row) throws SQLException {
        Struct struct = new Struct(schema);
        List<Field> names = schema.fields();
        for (int at = 0; at < fields.size(); at++) {
            struct.put(names.get(at), fields.get(at).read(row, at + 1));
        }
        return struct;
    }
}

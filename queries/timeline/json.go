package timeline

import (
	"encoding/json"
	"io"
)

func encoder(w io.Writer) *json.Encoder {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return e
}

func writeIndented(w io.Writer, v any) error {
	e := encoder(w)
	e.SetIndent("", "  ")
	return e.Encode(v)
}

// WriteJSON writes the model.
func WriteJSON(w io.Writer, t *Timeline) error { return writeIndented(w, t) }

// WriteJSONLines writes an entry a line.
func WriteJSONLines(w io.Writer, t *Timeline) error {
	enc := encoder(w)
	for _, e := range t.Entries {
		if err := enc.Encode(e); err != nil {
			return err
		}
	}
	return nil
}

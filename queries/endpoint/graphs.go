package endpoint

import (
	"bufio"
	"fmt"
	"io"

	"github.com/entente-graph/entente/queries/sparql"
)

// WriteGraph writes a CONSTRUCT or DESCRIBE.
func WriteGraph(w io.Writer, res *sparql.Results, name string) error {
	b := bufio.NewWriter(w)
	var line []byte
	for t, err := range res.Triples() {
		if err != nil {
			return err
		}
		line = line[:0]
		line = t.S.Append(line)
		line = append(line, ' ')
		line = t.P.Append(line)
		line = append(line, ' ')
		line = t.O.Append(line)
		line = append(line, " .\n"...)
		if _, err := b.Write(line); err != nil {
			return err
		}
	}
	return b.Flush()
}

func readGraph(r io.Reader, form sparql.Form) (*sparql.Results, error) {
	return nil, fmt.Errorf("endpoint: reading %s through a server is not available yet", form)
}

package timeline

import (
	"io"
	"strconv"
	"strings"
)

var spaced = strings.NewReplacer("\t", " ", "\r\n", " ", "\n", " ", "\r", " ")

// WriteTSV writes the columns of WriteCSV, tab-separated; tabs and line ends in
// cells become spaces.
func WriteTSV(w io.Writer, t *Timeline) error {
	if _, err := io.WriteString(w, strings.Join(columns, "\t")+"\n"); err != nil {
		return err
	}
	for _, e := range t.Entries {
		cells := e.cells()
		for i, name := range columns {
			cells[i] = spaced.Replace(cells[i])
			if texts[name] {
				cells[i] = safe(cells[i])
			}
		}
		if _, err := io.WriteString(w, strings.Join(cells, "\t")+"\n"); err != nil {
			return err
		}
	}
	return nil
}

func itoa(n int) string { return strconv.Itoa(n) }

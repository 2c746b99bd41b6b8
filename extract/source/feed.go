package source

import (
	"bufio"
	"bytes"
	"fmt"
	"strconv"

	"github.com/mmcdole/gofeed"
)

// feed reads RSS and Atom: a record an item, with the longest content it has.
func feed(w *walker, name string, r *bufio.Reader) bool {
	data, err := w.all(r)
	if err != nil {
		return w.fail(name, err)
	}
	if lower := bytes.ToLower(data[:min(len(data), 2048)]); bytes.Contains(lower, []byte("<html")) {
		return w.emit(Raw{Name: name, Kind: HTML, Data: data})
	}
	f, err := gofeed.NewParser().Parse(bytes.NewReader(data))
	if err != nil {
		return w.fail(name, fmt.Errorf("%w: neither RSS nor Atom: %w", ErrUnsupported, err))
	}
	if len(f.Items) == 0 {
		return w.fail(name, fmt.Errorf("%w: a feed without items", ErrEmpty))
	}
	for i, item := range f.Items {
		fields := Fields{ID: item.GUID, URL: item.Link, Title: item.Title, Source: f.Title, Published: item.Published, Lang: f.Language, HTML: item.Content}
		if dc := item.DublinCoreExt; dc != nil && len(dc.Publisher) > 0 {
			fields.Source = dc.Publisher[0]
		}
		if len(item.Description) > len(fields.HTML) {
			fields.HTML = item.Description
		}
		if fields.Published == "" {
			fields.Published = item.Updated
		}
		at := name + "#" + item.Link
		if item.Link == "" {
			at = name + "#" + strconv.Itoa(i+1)
		}
		if fields.HTML == "" {
			if !w.fail(at, fmt.Errorf("%w: an item without text", ErrEmpty)) {
				return false
			}
			continue
		}
		if !w.emit(Raw{Name: at, Kind: Record, Fields: fields}) {
			return false
		}
	}
	return true
}

package source

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
)

// lines reads JSON Lines: records, or a claim stream, which may be mixed. A line
// that is no JSON object fails alone.
func lines(w *walker, name string, r *bufio.Reader) bool {
	var group group
	flush := func() bool {
		if group.data == nil {
			return true
		}
		raw := Raw{Name: group.name, Kind: Claims, Data: group.data}
		group.data = nil
		return w.emit(raw)
	}
	found := false
	for n := 1; ; n++ {
		line, err := w.line(r)
		at := name + "#" + strconv.Itoa(n)
		line = bytes.TrimSpace(bytes.TrimPrefix(line, []byte("\xef\xbb\xbf")))
		if errors.Is(err, ErrTooLarge) {
			found = true
			if !w.fail(at, err) {
				return false
			}
			continue
		}
		if len(line) > 0 {
			found = true
			if !w.object(at, line, &group, flush) {
				return false
			}
		}
		if err == nil {
			continue
		}
		if !flush() {
			return false
		}
		if err != io.EOF {
			return w.fail(at, fmt.Errorf("%w: %w", ErrMalformed, err))
		}
		return found || w.fail(name, ErrEmpty)
	}
}

// objects reads one JSON value: a record or a list of records.
func objects(w *walker, name string, r *bufio.Reader) bool {
	data, err := w.all(r)
	if err != nil {
		return w.fail(name, err)
	}
	list := []json.RawMessage{data}
	if bytes.HasPrefix(bytes.TrimSpace(data), []byte("[")) {
		if err := json.Unmarshal(data, &list); err != nil {
			return w.fail(name, fmt.Errorf("%w: %w", ErrMalformed, err))
		}
	}
	var g group
	for i, x := range list {
		at := name
		if len(list) > 1 {
			at += "#" + strconv.Itoa(i+1)
		}
		if !w.object(at, bytes.ReplaceAll(x, []byte("\n"), []byte(" ")), &g, func() bool { return true }) {
			return false
		}
	}
	if g.data != nil {
		return w.emit(Raw{Name: g.name, Kind: Claims, Data: g.data})
	}
	return true
}

// group is an article of a claim stream and the claims that follow it.
type group struct {
	name string
	data []byte
}

// object handles one line of JSON.
func (w *walker) object(at string, line []byte, g *group, flush func() bool) bool {
	var head struct {
		Fields
		Article json.RawMessage `json:"article"`
		Claim   json.RawMessage `json:"claim"`
	}
	if err := json.Unmarshal(line, &head); err != nil {
		return flush() && w.fail(at, fmt.Errorf("%w: not a JSON object of a known form: %w", ErrMalformed, err))
	}
	switch {
	case head.Article != nil:
		if !flush() {
			return false
		}
		*g = group{name: at, data: append(bytes.Clone(line), '\n')}
		return true
	case head.Claim != nil:
		if g.data == nil {
			return w.fail(at, fmt.Errorf("%w: a claim without its article", ErrMalformed))
		}
		if int64(len(g.data)+len(line)) > w.opt.MaxSize {
			name := g.name
			g.data = nil
			return w.fail(name, fmt.Errorf("%w of %d bytes", ErrTooLarge, w.opt.MaxSize))
		}
		g.data = append(append(g.data, line...), '\n')
		return true
	case head.HTML == "" && head.Page == "" && head.Text == "":
		return flush() && w.fail(at, fmt.Errorf("%w: none of html, page and text is given", ErrEmpty))
	}
	return flush() && w.emit(Raw{Name: at, Kind: Record, Fields: head.Fields})
}

// line reads up to the next LF. A line over the limit is skipped to its end and
// reported as ErrTooLarge.
func (w *walker) line(r *bufio.Reader) ([]byte, error) {
	var out []byte
	large := false
	for {
		part, err := r.ReadSlice('\n')
		if !large && int64(len(out)+len(part)) > w.opt.MaxSize {
			large, out = true, nil
		}
		if !large {
			out = append(out, part...)
		}
		if err == bufio.ErrBufferFull {
			continue
		}
		if large && (err == nil || err == io.EOF) {
			return nil, fmt.Errorf("%w of %d bytes", ErrTooLarge, w.opt.MaxSize)
		}
		return out, err
	}
}

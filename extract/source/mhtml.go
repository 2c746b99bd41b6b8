package source

import (
	"bufio"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"strconv"
	"strings"
)

// mhtml reads a saved web page (RFC 2557): its first part of HTML.
func mhtml(w *walker, name string, r *bufio.Reader) bool {
	raw, err := w.savedPage(name, r)
	if err != nil {
		return w.fail(name, err)
	}
	return w.emit(raw)
}

func (w *walker) savedPage(name string, r io.Reader) (Raw, error) {
	m, err := mail.ReadMessage(io.LimitReader(r, 4*w.opt.MaxSize))
	if err != nil {
		return Raw{}, fmt.Errorf("%w: not MHTML: %s", ErrMalformed, quoted(err))
	}
	raw := Raw{Name: name, Kind: HTML}
	raw.Fields.URL = m.Header.Get("Snapshot-Content-Location")
	if err := w.part(&raw, map[string][]string(m.Header), m.Body, 0); err != nil {
		return Raw{}, err
	}
	if raw.Data == nil {
		return Raw{}, fmt.Errorf("%w: MHTML without a part of HTML", ErrEmpty)
	}
	return raw, nil
}

// maxDepth bounds parts in parts.
const maxDepth = 8

// part looks for HTML in a MIME part and fills raw with the first that is found.
func (w *walker) part(raw *Raw, header map[string][]string, body io.Reader, depth int) error {
	get := func(k string) string {
		if v := header[k]; len(v) > 0 {
			return v[0]
		}
		return ""
	}
	kind, params, err := mime.ParseMediaType(get("Content-Type"))
	if err != nil {
		kind = "text/html"
	}
	if strings.HasPrefix(kind, "multipart/") && depth < maxDepth {
		parts := multipart.NewReader(body, params["boundary"])
		for raw.Data == nil {
			p, err := parts.NextRawPart()
			if errors.Is(err, io.EOF) {
				return nil
			}
			if err != nil {
				return fmt.Errorf("%w: %w", ErrMalformed, err)
			}
			if err := w.part(raw, map[string][]string(p.Header), p, depth+1); err != nil {
				return err
			}
		}
		return nil
	}
	if kind != "text/html" && kind != "application/xhtml+xml" {
		return nil
	}
	switch strings.ToLower(get("Content-Transfer-Encoding")) {
	case "quoted-printable":
		body = quotedprintable.NewReader(body)
	case "base64":
		body = base64.NewDecoder(base64.StdEncoding, body)
	}
	data, err := w.all(body)
	if err != nil {
		return err
	}
	raw.Data, raw.HTTPCharset = data, params["charset"]
	if raw.Fields.URL == "" {
		raw.Fields.URL = get("Content-Location")
	}
	if !strings.HasPrefix(raw.Fields.URL, "http") {
		raw.Fields.URL = ""
	}
	return nil
}

// mostQuoted is how much of an error's words is shown where they repeat the
// document's own bytes, in bytes.
const mostQuoted = 120

// quoted shows an error that repeats bytes of a document, in ASCII and not for long.
func quoted(err error) string {
	s := err.Error()
	if len(s) > mostQuoted {
		return strconv.QuoteToASCII(s[:mostQuoted]) + "…"
	}
	return strconv.QuoteToASCII(s)
}

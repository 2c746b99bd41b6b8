package source

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"compress/zlib"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/textproto"
	"strconv"
	"strings"
)

// warc reads a web archive (ISO 28500): the responses and resources in it that
// are HTML or plain text. A record that cannot be read fails alone, as long as
// its length is known.
func warc(w *walker, name string, r *bufio.Reader) bool {
	for n := 0; ; n++ {
		header, err := warcHeader(r)
		if err == io.EOF {
			return n > 0 || w.fail(name, ErrEmpty)
		}
		if err != nil {
			return w.fail(name+"#"+strconv.Itoa(n+1), err)
		}
		length, err := strconv.ParseInt(header.Get("Content-Length"), 10, 64)
		if err != nil || length < 0 {
			return w.fail(name+"#"+strconv.Itoa(n+1), fmt.Errorf("%w: WARC record without a length", ErrMalformed))
		}
		body := io.LimitReader(r, length)
		if !w.warcRecord(name, header, body) {
			return false
		}
		if _, err := io.Copy(io.Discard, body); err != nil {
			return w.fail(name, fmt.Errorf("%w: %w", ErrMalformed, err))
		}
	}
}

// warcHeader reads the header of the next record; io.EOF when there is none.
func warcHeader(r *bufio.Reader) (textproto.MIMEHeader, error) {
	for {
		line, err := r.ReadSlice('\n')
		text := strings.TrimSpace(string(line))
		if text == "" && err == nil {
			continue
		}
		if err == io.EOF && text == "" {
			return nil, io.EOF
		}
		if !strings.HasPrefix(text, "WARC/") {
			return nil, fmt.Errorf("%w: not a WARC record", ErrMalformed)
		}
		break
	}
	h, err := textproto.NewReader(r).ReadMIMEHeader()
	if err != nil {
		return nil, fmt.Errorf("%w: header of a WARC record: %w", ErrMalformed, err)
	}
	return h, nil
}

func (w *walker) warcRecord(name string, header textproto.MIMEHeader, body io.Reader) bool {
	url := strings.Trim(header.Get("WARC-Target-URI"), "<>")
	at := name + "#" + url
	kind := header.Get("Content-Type")
	switch header.Get("WARC-Type") {
	case "resource":
	case "response":
		if !strings.HasPrefix(url, "http") {
			return true
		}
		resp, err := http.ReadResponse(bufio.NewReader(body), nil)
		if err != nil {
			return w.fail(at, fmt.Errorf("%w: HTTP response: %w", ErrMalformed, err))
		}
		if resp.StatusCode != http.StatusOK {
			return true
		}
		kind, body = resp.Header.Get("Content-Type"), resp.Body
		if body, err = unpack(resp); err != nil {
			return w.fail(at, fmt.Errorf("%w: %w", ErrMalformed, err))
		}
	default:
		return true
	}
	media, params, err := mime.ParseMediaType(kind)
	if err != nil {
		media, _, _ = strings.Cut(kind, ";")
	}
	raw := Raw{Name: at, HTTPCharset: params["charset"], Fields: Fields{URL: url}}
	switch strings.TrimSpace(media) {
	case "text/html", "application/xhtml+xml":
		raw.Kind = HTML
	case "text/plain":
		if strings.HasSuffix(url, "/robots.txt") {
			return true
		}
		raw.Kind = Text
	default:
		return true
	}
	if raw.Data, err = w.all(body); err != nil {
		return w.fail(at, err)
	}
	return w.emit(raw)
}

// unpack undoes a response's content coding. Some crawlers store the decoded
// body under the old header, so the bytes decide.
func unpack(resp *http.Response) (io.Reader, error) {
	br := bufio.NewReader(resp.Body)
	head, _ := br.Peek(2)
	switch strings.ToLower(resp.Header.Get("Content-Encoding")) {
	case "gzip", "x-gzip":
		if bytes.Equal(head, []byte{0x1f, 0x8b}) {
			return gzip.NewReader(br)
		}
	case "deflate":
		if len(head) == 2 && head[0] == 0x78 {
			return zlib.NewReader(br)
		}
	}
	return br, nil
}

package endpoint

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// Address is what the file beside a served store says: where the server answers
// and the token with which the owner of the store may write. Whoever may read
// the file may write the store anyway.
type Address struct {
	URL   string `json:"url"`
	Token string `json:"token"`
	PID   int    `json:"pid"`
}

// addressFile stands beside the store's directory, not in it.
func addressFile(store string) string {
	return strings.TrimRight(filepath.Clean(store), string(filepath.Separator)) + ".server"
}

// Announce writes the address of a store's server; the function it returns takes
// it away again.
func Announce(store string, a Address) (func() error, error) {
	b, err := json.Marshal(a)
	if err != nil {
		return nil, err
	}
	path := addressFile(store)
	temporary := path + ".new"
	if err := os.WriteFile(temporary, append(b, '\n'), 0o600); err != nil {
		return nil, fmt.Errorf("endpoint: announcing the server: %w", err)
	}
	if err := os.Rename(temporary, path); err != nil {
		return nil, fmt.Errorf("endpoint: announcing the server: %w", err)
	}
	return func() error { return os.Remove(path) }, nil
}

// Announced reads the address of the server that holds a store; false when none
// is announced.
func Announced(store string) (Address, bool) {
	var a Address
	b, err := os.ReadFile(addressFile(store))
	if err != nil || json.Unmarshal(b, &a) != nil || a.URL == "" {
		return Address{}, false
	}
	return a, true
}

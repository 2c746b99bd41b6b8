//go:build unix

package source

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// A pipe that nobody writes to must not hold the reader: it is refused with its
// name, in a folder and by itself, and the other files are read.
func TestWalkRefusesPipes(t *testing.T) {
	dir := t.TempDir()
	pipe := filepath.Join(dir, "a.txt")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Skip("skipped: no named pipes here: ", err)
	}
	if err := os.WriteFile(filepath.Join(dir, "b.txt"), []byte("read"), 0o600); err != nil {
		t.Fatal(err)
	}
	got := make(chan []string)
	go func() {
		var list []string
		for r, err := range Walk(context.Background(), []string{dir, pipe}, Options{}) {
			switch {
			case err == nil:
				list = append(list, string(r.Data))
			case errors.Is(err, ErrUnsupported) && strings.Contains(err.Error(), pipe):
				list = append(list, "refused")
			default:
				list = append(list, err.Error())
			}
		}
		got <- list
	}()
	select {
	case list := <-got:
		if s := strings.Join(list, " "); s != "refused read refused" {
			t.Errorf("got %q", s)
		}
	case <-time.After(10 * time.Second):
		t.Fatal("the pipe was opened")
	}
}

// What the shell puts in place of <(command) is a pipe that must be read.
func TestWalkReadsDescriptors(t *testing.T) {
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	go func() {
		w.WriteString("from a command")
		w.Close()
	}()
	name := "/dev/fd/" + strconv.Itoa(int(r.Fd()))
	if _, err := os.Stat(name); err != nil {
		t.Skip("skipped: ", err)
	}
	for raw, err := range Walk(context.Background(), []string{name}, Options{}) {
		if err != nil || string(raw.Data) != "from a command" {
			t.Errorf("got %q, %v", raw.Data, err)
		}
	}
}

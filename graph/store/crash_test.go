package store

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/cockroachdb/pebble/v2/vfs"
	"github.com/cockroachdb/pebble/v2/vfs/errorfs"

	"github.com/entente-graph/entente/schema"
)

// crashDir names the store that a copy of the test program writes to until it is
// killed.
const crashDir = "ENTENTE_TEST_CRASH"

// round is what one acknowledged write of the crashing program holds: a graph with
// quads, two of them with values, and a record. Every third round removes the graph
// before it.
func round(b *Batch, n int) {
	g := schema.IRI(fmt.Sprint("http://example.org/graph/", n))
	for i := range 50 {
		s := iri("s%d-%d", n, i)
		b.Add(schema.Quad{S: s, P: iri("p%d", i%7), O: iri("o%d", i%11), G: g})
		b.Add(schema.Quad{S: s, P: iri("n"), O: schema.Integer(n*50 + i), G: g})
	}
	b.Put("round", strconv.Itoa(n), []byte("text of round "+strconv.Itoa(n)))
	if n%3 == 2 {
		b.RemoveGraph(schema.IRI(fmt.Sprint("http://example.org/graph/", n-1)))
		b.Delete("round", strconv.Itoa(n-1))
	}
}

// writeUntilKilled is the crashing program: it says each round once it is
// acknowledged.
func writeUntilKilled(dir string) {
	fail := func(err error) {
		fmt.Println("error", err)
		os.Exit(1)
	}
	opt := Options{Create: true, MemTableBytes: 256 << 10}
	if n, err := strconv.Atoi(os.Getenv(crashDisk)); err == nil {
		opt.FS = fullDisk(n)
	}
	s, err := Open(dir, opt)
	if err != nil {
		fail(err)
	}
	first := 0
	for r, err := range s.Records("round", "") {
		if err != nil {
			fail(err)
		}
		if n, _ := strconv.Atoi(r.Key); n >= first {
			first = n + 1
		}
	}
	for n := first; ; n++ {
		if err := s.Update(context.Background(), func(b *Batch) error { round(b, n); return nil }); err != nil {
			fail(err)
		}
		fmt.Println("done", n)
	}
}

func TestKilled(t *testing.T) {
	rounds := 10
	if os.Getenv("ENTENTE_LONG") != "" {
		rounds = 200
	}
	dir := filepath.Join(t.TempDir(), "db")
	last := -1
	for i := range rounds {
		// Waits of different lengths hit different moments: opening, writing,
		// flushing, compacting.
		last = killAfter(t, dir, time.Duration(30+(i*37)%170)*time.Millisecond, last)
		last = verifyRounds(t, dir, last)
	}
	t.Logf("%d rounds acknowledged", last+1)
}

func killAfter(t *testing.T, dir string, wait time.Duration, last int) int {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self)
	cmd.Env = append(os.Environ(), crashDir+"="+dir)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	timer := time.AfterFunc(wait, func() { _ = cmd.Process.Kill() })
	defer timer.Stop()
	lines := bufio.NewReader(out)
	for {
		line, err := lines.ReadString('\n')
		if err != nil {
			break
		}
		if rest, ok := strings.CutPrefix(line, "error"); ok {
			if os.Getenv(crashDisk) == "" {
				t.Fatal(rest)
			}
			t.Log(strings.TrimSpace(rest))
		}
		if n, ok := strings.CutPrefix(line, "done "); ok {
			if last, err = strconv.Atoi(strings.TrimSpace(n)); err != nil {
				t.Fatal(err)
			}
		}
	}
	_ = cmd.Wait() // it was killed
	return last
}

// verifyRounds checks that the store holds the acknowledged rounds, at most one
// more, and nothing else. It returns the last one that is there.
func verifyRounds(t *testing.T, dir string, last int) int {
	t.Helper()
	s, err := Open(dir, Options{})
	if errors.Is(err, ErrNotFound) && last < 0 {
		return last
	}
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}()
	check(t, s)
	if _, ok, _ := s.Get("round", strconv.Itoa(last+1)); ok {
		last++
	}
	quads := 0
	for n := range last + 1 {
		b, ok, err := s.Get("round", strconv.Itoa(n))
		if err != nil {
			t.Fatal(err)
		}
		if removed := n%3 == 1 && n < last; ok == removed || ok && string(b) != "text of round "+strconv.Itoa(n) {
			t.Fatalf("round %d of %d: %q %v", n, last, b, ok)
		}
		if ok {
			quads += 100
		}
	}
	if s.Size() != uint64(quads) {
		t.Fatalf("%d quads after round %d, want %d", s.Size(), last, quads)
	}
	return last
}

// When the disk is full the program gets an error or dies; what was acknowledged
// before is there when the store is opened again.
func TestDiskFull(t *testing.T) {
	for _, after := range []int{5, 40, 150, 400, 900} {
		t.Run(fmt.Sprint("after ", after, " writes"), func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "db")
			t.Setenv(crashDisk, strconv.Itoa(after))
			last := killAfter(t, dir, 20*time.Second, -1)
			if last < 0 && after > 100 {
				t.Error("nothing was written")
			}
			verifyRounds(t, dir, last)
		})
	}
}

// crashDisk is the number of writes after which the disk of the crashing program is
// full.
const crashDisk = "ENTENTE_TEST_DISK"

// fullDisk lets some writes pass and refuses all others.
func fullDisk(passed int) vfs.FS {
	var writes atomic.Int64
	return errorfs.Wrap(vfs.Default, errorfs.InjectorFunc(func(op errorfs.Op) error {
		if op.Kind.ReadOrWrite() == errorfs.OpIsWrite && writes.Add(1) > int64(passed) {
			return syscall.ENOSPC
		}
		return nil
	}))
}

// lowDisk reports as much free room as it is told.
type lowDisk struct {
	vfs.FS
	free atomic.Uint64
}

func (d *lowDisk) GetDiskUsage(string) (vfs.DiskUsage, error) {
	return vfs.DiskUsage{AvailBytes: d.free.Load(), TotalBytes: 1 << 40}, nil
}

// Writes stop before the disk is full, reading goes on, and so does writing when
// there is room again.
func TestLowDisk(t *testing.T) {
	disk := &lowDisk{FS: vfs.NewMem()}
	disk.free.Store(1 << 40)
	s, err := Open("db", Options{Create: true, FS: disk})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	update(t, s, func(b *Batch) { round(b, 0) })
	disk.free.Store(1 << 20)
	err = s.Update(context.Background(), func(b *Batch) error { round(b, 1); return nil })
	if !errors.Is(err, ErrDiskFull) {
		t.Fatalf("got %v", err)
	}
	if n := len(contents(t, s)); n != 100 {
		t.Errorf("%d quads, want 100", n)
	}
	disk.free.Store(1 << 40)
	update(t, s, func(b *Batch) { round(b, 1) })
	check(t, s)
}

// A damaged file gives an error, never a wrong answer.
func TestDamagedFiles(t *testing.T) {
	dir := t.TempDir()
	s, err := Create(filepath.Join(dir, "db"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	for n := range 60 {
		update(t, s, func(b *Batch) { round(b, n) })
	}
	want := contents(t, s)
	if err := s.Compact(context.Background()); err != nil {
		t.Fatal(err)
	}
	update(t, s, func(b *Batch) { b.Put("x", "y", []byte("in the log")) })
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	rate := 4
	switch {
	case os.Getenv("ENTENTE_LONG") != "":
		rate = 40
	case testing.Short(): // under the race detector the engine is very slow
		rate = 1
	}
	for n, name := range files(t, filepath.Join(dir, "db")) {
		for i := range rate {
			for _, truncate := range []bool{false, true} {
				copied := filepath.Join(dir, "copy")
				copyStore(t, filepath.Join(dir, "db"), copied)
				damage(t, filepath.Join(copied, name), (i*31+n*7)%97, truncate)
				if lines, ok := readable(copied); ok && !equal(lines, want) {
					t.Errorf("%s damaged (%d, truncated %v): %d quads are read, %d were written, and there is no error", name, i, truncate, len(lines), len(want))
				}
				if err := os.RemoveAll(copied); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
}

func equal(a, b []string) bool { return strings.Join(a, "") == strings.Join(b, "") }

func files(t *testing.T, dir string) (names []string) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if e.Type().IsRegular() && e.Name() != "LOCK" {
			names = append(names, e.Name())
		}
	}
	return names
}

func copyStore(t *testing.T, from, to string) {
	t.Helper()
	err := filepath.WalkDir(from, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		if d.IsDir() {
			return os.MkdirAll(filepath.Join(to, rel), 0o755)
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		return os.WriteFile(filepath.Join(to, rel), data, 0o644)
	})
	if err != nil {
		t.Fatal(err)
	}
}

// damage flips a bit at a place in percent of the file, or cuts the file there.
func damage(t *testing.T, path string, percent int, truncate bool) {
	t.Helper()
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		t.Fatal(err)
	}
	at := info.Size() * int64(percent) / 100
	if truncate {
		err = f.Truncate(at)
	} else if info.Size() > 0 {
		b := make([]byte, 1)
		if _, err = f.ReadAt(b, at); err == nil || errors.Is(err, io.EOF) {
			b[0] ^= 1 << (percent % 8)
			_, err = f.WriteAt(b, at)
		}
	}
	if err != nil {
		t.Fatal(err)
	}
}

// readable reads a whole store; ok is false when there is an error anywhere. It writes
// and compacts after that, which may fail and must not panic.
func readable(dir string) (lines []string, ok bool) {
	s, err := Open(dir, Options{Fatal: func(m string) { panic(m) }})
	if err != nil {
		return nil, false
	}
	defer s.Close()
	defer func() {
		if err := s.Update(context.Background(), func(b *Batch) error { round(b, 1000); return nil }); err == nil {
			_ = s.Compact(context.Background()) // what is damaged may first be met here
		}
	}()
	v, err := s.Snapshot()
	if err != nil {
		return nil, false
	}
	defer v.Close()
	for q, err := range v.Quads(context.Background(), Pattern{}) {
		if err != nil {
			return nil, false
		}
		lines = append(lines, string(q.Append(nil)))
	}
	if s.Check(context.Background(), nil) != nil {
		return nil, false
	}
	sortLines(lines)
	return lines, true
}

func sortLines(lines []string) { slices.Sort(lines) }

package main

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/entente-graph/entente"
)

// watch reads what appears in a folder until it is interrupted.
func (a *app) watch(ctx context.Context, store entente.Service, reader *entente.Reader, dir string) error {
	if s, err := os.Stat(dir); err != nil || !s.IsDir() {
		return usage("--watch %q is no folder", dir)
	}
	f := folder{dir: dir, seen: map[string]fileState{}}
	tick := time.NewTicker(max(a.settings.GetDuration("ingest.interval"), 10*time.Millisecond))
	defer tick.Stop()
	a.say("watching %s", dir)
	for {
		ready, err := f.look()
		if err != nil {
			return err
		}
		if len(ready) > 0 {
			docs, err := a.documents(ctx, store, reader, ready)
			if err != nil {
				return err
			}
			if _, err := a.ingestOnce(ctx, store, docs); err != nil {
				return err
			}
		}
		select {
		case <-ctx.Done():
			return nil // interrupting is how watching ends
		case <-tick.C:
		}
	}
}

// folder remembers what was seen in a directory.
type folder struct {
	dir  string
	seen map[string]fileState
}

type fileState struct {
	size  int64
	at    time.Time
	taken bool
}

// look returns the files that are new or changed and whose size and time have
// stood still since the last look, sorted.
func (f *folder) look() ([]string, error) {
	var ready []string
	err := filepath.WalkDir(f.dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasPrefix(d.Name(), ".") {
			return nil // a file may vanish while it is looked at
		}
		info, err := d.Info()
		if err != nil {
			return nil
		}
		old, now := f.seen[path], fileState{size: info.Size(), at: info.ModTime()}
		if old.size == now.size && old.at.Equal(now.at) {
			if !old.taken {
				ready = append(ready, path)
			}
			now.taken = true
		}
		f.seen[path] = now
		return nil
	})
	slices.Sort(ready)
	return ready, err
}

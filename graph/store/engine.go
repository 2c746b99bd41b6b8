package store

import (
	"fmt"
	"strings"

	"github.com/cockroachdb/pebble/v2"
	"github.com/cockroachdb/pebble/v2/bloom"
	"github.com/cockroachdb/pebble/v2/sstable"
)

const (
	defaultCacheBytes    = 128 << 20
	defaultMemTableBytes = 32 << 20
	blockBytes           = 32 << 10
	filterBitsPerKey     = 10
	defaultReserve       = 64 << 20
)

// engineOptions sets the engine up: large blocks under a fast compression, since keys
// of an index are much alike and are compressed several times before they rest;
// filters for what is looked up by its whole key.
func engineOptions(opt Options, damaged func(error)) *pebble.Options {
	cache, memTable := opt.CacheBytes, opt.MemTableBytes
	if cache == 0 {
		cache = defaultCacheBytes
	}
	if memTable == 0 {
		memTable = defaultMemTableBytes
	}
	o := &pebble.Options{
		FS:                          opt.FS,
		Cache:                       pebble.NewCache(cache),
		FormatMajorVersion:          engineFormat,
		MemTableSize:                memTable,
		MemTableStopWritesThreshold: 4,
		L0CompactionThreshold:       8, // more at once, so that the level below is written less often
		L0StopWritesThreshold:       32,
		LBaseMaxBytes:               64 << 20,
		ReadOnly:                    opt.ReadOnly,
		Logger:                      silent{fatal: opt.Fatal},
		// Whoever reads a damaged block gets an error. Without a listener the engine
		// ends the process, also when it was itself that read.
		EventListener: &pebble.EventListener{DataCorruption: func(info pebble.DataCorruptionInfo) {
			damaged(fmt.Errorf("%s: %w", info.Path, info.Details))
		}},
	}
	for i := range o.Levels {
		o.Levels[i].BlockSize = blockBytes
		o.Levels[i].IndexBlockSize = blockBytes
		o.Levels[i].FilterPolicy = lookupFilter{bloom.FilterPolicy(filterBitsPerKey)}
		o.Levels[i].FilterType = pebble.TableFilter
		o.Levels[i].Compression = func() *sstable.CompressionProfile { return sstable.FastestCompression }
	}
	return o
}

// lookupFilter is a Bloom filter over the keys that are looked up whole. The keys of
// the indexes are scanned, and there are many more of them: they are left out.
type lookupFilter struct{ pebble.FilterPolicy }

// Name is written into the files; a filter of another name is not used.
func (f lookupFilter) Name() string { return "entente.lookup" }

func indexKey(key []byte) bool {
	return len(key) == 0 || key[0] >= tagOrder[SPOG] || key[0] == tagValue
}

// MayContain is true for all keys that are not in the filter.
func (f lookupFilter) MayContain(t pebble.FilterType, filter, key []byte) bool {
	return indexKey(key) || f.FilterPolicy.MayContain(t, filter, key)
}

// NewWriter makes the writer of a filter.
func (f lookupFilter) NewWriter(t pebble.FilterType) pebble.FilterWriter {
	return lookupFilterWriter{f.FilterPolicy.NewWriter(t)}
}

type lookupFilterWriter struct{ pebble.FilterWriter }

func (w lookupFilterWriter) AddKey(key []byte) {
	if !indexKey(key) {
		w.FilterWriter.AddKey(key)
	}
}

// silent is a logger that says nothing: errors come back from calls.
type silent struct{ fatal func(string) }

func (silent) Infof(string, ...any)  {}
func (silent) Errorf(string, ...any) {}

func (l silent) Fatalf(format string, args ...any) {
	message := "store: the engine cannot go on: " + fmt.Sprintf(format, args...)
	if l.fatal != nil {
		l.fatal(message)
	}
	panic(message)
}

// isLockMessage knows the engine's refusal of a second Open in one process, which
// has no type of its own.
func isLockMessage(err error) bool {
	return strings.Contains(err.Error(), "lock held by current process")
}

// closeEngine closes the database. Pebble panics on some failures of a store
// whose disk is full; such a store must close all the same.
func (s *Store) closeEngine() (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%v", r)
		}
	}()
	return s.db.Close()
}

// room checks that the disk has more than the reserve left. File systems that
// cannot tell have room.
func (s *Store) room() error {
	reserve := s.opt.ReserveBytes
	if reserve == 0 {
		reserve = defaultReserve
	}
	usage, err := s.fs.GetDiskUsage(s.dir)
	if err != nil || usage.AvailBytes >= reserve {
		return nil
	}
	return fmt.Errorf("%w: %d MiB left", ErrDiskFull, usage.AvailBytes>>20)
}

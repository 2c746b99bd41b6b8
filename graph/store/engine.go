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

// engineOptions sets the engine up: large blocks under zstd, since keys of an
// index are much alike; filters, since most look-ups while loading are for terms
// that are not there.
func engineOptions(opt Options) *pebble.Options {
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
		L0CompactionThreshold:       4,
		L0StopWritesThreshold:       24,
		LBaseMaxBytes:               64 << 20,
		ReadOnly:                    opt.ReadOnly,
		Logger:                      silent{fatal: opt.Fatal},
	}
	for i := range o.Levels {
		o.Levels[i].BlockSize = blockBytes
		o.Levels[i].IndexBlockSize = blockBytes
		o.Levels[i].FilterPolicy = bloom.FilterPolicy(filterBitsPerKey)
		o.Levels[i].FilterType = pebble.TableFilter
		o.Levels[i].Compression = func() *sstable.CompressionProfile { return sstable.ZstdCompression }
	}
	// What was just flushed is soon compacted: speed counts there.
	o.Levels[0].Compression = func() *sstable.CompressionProfile { return sstable.SnappyCompression }
	return o
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

package store

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"sync"
	"sync/atomic"
	"syscall"

	"github.com/cockroachdb/pebble/v2"
	"github.com/cockroachdb/pebble/v2/vfs"
)

// What a caller decides on.
var (
	// ErrNotFound: there is no store in the directory.
	ErrNotFound = errors.New("no store here")
	// ErrExists: there is a store already where one was to be made.
	ErrExists = errors.New("a store is here already")
	// ErrLocked: another process, or another Open in this one, holds the store.
	ErrLocked = errors.New("the store is held by another process")
	// ErrFormat: the store was written by another version of the program.
	ErrFormat = errors.New("the store has a format that this version does not read")
	// ErrCorrupt: what the disk holds is not what was written.
	ErrCorrupt = errors.New("the store is damaged")
	// ErrBroken: an earlier write failed half way (disk full, for instance). What
	// was acknowledged is safe; the store must be opened again.
	ErrBroken = errors.New("the store stopped after a failed write; open it again")
	// ErrReadOnly: the store was opened for reading.
	ErrReadOnly = errors.New("the store is open for reading only")
	// ErrClosed: the store was closed.
	ErrClosed = errors.New("the store is closed")
	// ErrDiskFull: there is too little room on the disk to write safely. Nothing was
	// written; reading goes on.
	ErrDiskFull = errors.New("the disk is nearly full")
	// ErrFull: no ids are left.
	ErrFull = errors.New("the store has no ids left")
)

// FormatVersion is the version of the layout of keys and values.
const FormatVersion = 1

// engineFormat is the format of the database under the store. A newer Pebble
// keeps to it until FormatVersion is raised.
const engineFormat = pebble.FormatMajorVersion(24)

// Options of Open.
type Options struct {
	// Create makes the store when the directory holds none.
	Create bool
	// New refuses a directory that holds a store; it implies Create.
	New bool
	// ReadOnly refuses every write.
	ReadOnly bool
	// FS is the file system; nil is the machine's. vfs.NewMem() keeps the store in
	// memory.
	FS vfs.FS
	// NoSync acknowledges writes before they are on the disk: for stores that can
	// be made again.
	NoSync bool
	// CacheBytes is the size of the block cache; 0 is 128 MiB.
	CacheBytes int64
	// ResidentBytes bounds the decoded indexes that a small store keeps in memory
	// while it is read and not written; 0 is 384 MiB, a negative number none.
	ResidentBytes int64
	// MemTableBytes is how much is gathered before it is written out; 0 is 32 MiB.
	MemTableBytes uint64
	// ReserveBytes is the room on the disk below which writes are refused, since the
	// engine does not survive a full disk; 0 is 64 MiB.
	ReserveBytes uint64
	// Fatal is called when the engine cannot go on at all, with a sentence for the
	// operator. It must not return; nil panics.
	Fatal func(message string)
}

// Store is an open store. Its methods may be called by several goroutines at
// once; writes take turns.
type Store struct {
	db   *pebble.DB
	dir  string
	fs   vfs.FS
	opt  Options
	sync *pebble.WriteOptions

	write    sync.Mutex // held while a batch is resolved and applied
	state    counters   // under write; copied into published when a batch is in
	known    *termIDs   // under write
	seen     seenHashes // under write
	hash     func([]byte) uint64
	broken   atomic.Bool
	damage   atomic.Pointer[error] // found in a file while reading or in the background
	closed   atomic.Bool
	opened   atomic.Int64 // snapshots that are open
	describe *statistics
	names    *termCache

	residentMu         sync.Mutex
	resident           *resident
	residentGeneration uint64

	// publish guards the pair of a Pebble snapshot and the counters that go with it.
	publish    sync.RWMutex
	published  counters
	generation uint64
}

// counters are what a commit changes beside the keys.
type counters struct {
	horizon ID // the last id given out
	quads   uint64
	terms   uint64
}

const (
	metaFormat   = "format"
	metaCounters = "counters"
)

// Open opens the store in a directory.
func Open(dir string, opt Options) (*Store, error) {
	if opt.FS == nil {
		opt.FS = vfs.Default
	}
	s := &Store{dir: dir, fs: opt.FS, opt: opt, sync: pebble.Sync, hash: hashTerm,
		known: newTermIDs(knownTerms), names: newTermCache(cachedTerms)}
	s.describe = newStatistics()
	if opt.NoSync {
		s.sync = pebble.NoSync
	}
	var err error
	if s.db, err = s.openEngine(); err != nil {
		return nil, fmt.Errorf("store: opening %s: %w", dir, err)
	}
	if err := s.load(); err != nil {
		_ = s.db.Close() // the first error tells more
		return nil, fmt.Errorf("store: opening %s: %w", dir, err)
	}
	return s, nil
}

// Create makes a store in an empty or missing directory and opens it.
func Create(dir string, opt Options) (*Store, error) {
	opt.New = true
	return Open(dir, opt)
}

// openEngine opens the database. What the engine panics on is a file that is not what
// it wrote: a log with an operation it does not know, for instance.
func (s *Store) openEngine() (db *pebble.DB, err error) {
	defer func() {
		if p := recover(); p != nil {
			db, err = nil, fmt.Errorf("%w: %v", ErrCorrupt, p)
		}
	}()
	opt := s.opt
	desc, err := pebble.Peek(s.dir, opt.FS)
	switch {
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return nil, engineError(err)
	case err == nil && desc.Exists && opt.New:
		return nil, ErrExists
	case (err != nil || !desc.Exists) && !opt.Create && !opt.New:
		return nil, ErrNotFound
	}
	o := engineOptions(opt, s.noteDamage)
	db, err = pebble.Open(s.dir, o)
	if o.Cache != nil {
		o.Cache.Unref() // the database holds its own reference
	}
	return db, engineError(err)
}

// noteDamage ends writing: what the engine would make of a damaged file in the
// background is not to be built upon. Reading goes on where the files are sound.
func (s *Store) noteDamage(err error) { s.damage.CompareAndSwap(nil, &err) }

// load reads the counters, or writes the first ones into a new database.
func (s *Store) load() error {
	format, err := s.meta(metaFormat)
	if err != nil {
		return err
	}
	if format == nil {
		return s.initialize()
	}
	if v, n := binary.Uvarint(format); n <= 0 || v != FormatVersion {
		return fmt.Errorf("%w: version %d, expected %d", ErrFormat, v, FormatVersion)
	}
	b, err := s.meta(metaCounters)
	if err != nil {
		return err
	}
	if s.state, err = readCounters(b); err != nil {
		return err
	}
	s.published = s.state
	return nil
}

func (s *Store) initialize() error {
	it, err := s.db.NewIter(nil)
	if err != nil {
		return engineError(err)
	}
	foreign := it.First()
	if err := it.Close(); err != nil {
		return engineError(err)
	}
	if foreign {
		return fmt.Errorf("%w: a database of another program", ErrFormat)
	}
	if s.opt.ReadOnly {
		return ErrNotFound
	}
	b := s.db.NewBatch()
	_ = b.Set(metaKey(metaFormat), binary.AppendUvarint(nil, FormatVersion), nil) // a batch only gathers
	_ = b.Set(metaKey(metaCounters), s.state.append(nil), nil)
	return engineError(s.db.Apply(b, s.sync))
}

func (c counters) append(b []byte) []byte {
	b = binary.AppendUvarint(b, c.horizon)
	b = binary.AppendUvarint(b, c.quads)
	return binary.AppendUvarint(b, c.terms)
}

func readCounters(b []byte) (counters, error) {
	var c counters
	for _, field := range []*uint64{&c.horizon, &c.quads, &c.terms} {
		v, n := binary.Uvarint(b)
		if n <= 0 {
			return c, fmt.Errorf("%w: counters", ErrCorrupt)
		}
		*field, b = v, b[n:]
	}
	return c, nil
}

func (s *Store) meta(name string) ([]byte, error) { return getCopy(s.db, metaKey(name)) }

// getCopy returns a copy of a value, nil when the key is not there.
func getCopy(r pebble.Reader, key []byte) ([]byte, error) {
	v, closer, err := r.Get(key)
	if errors.Is(err, pebble.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, engineError(err)
	}
	v = append(make([]byte, 0, len(v)), v...)
	return v, engineError(closer.Close())
}

// engineError puts the engine's errors among the package's own.
func engineError(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, pebble.ErrClosed):
		return ErrClosed
	case pebble.IsCorruptionError(err):
		return fmt.Errorf("%w: %w", ErrCorrupt, err)
	case errors.Is(err, syscall.EAGAIN), errors.Is(err, syscall.EACCES) && isLockMessage(err), isLockMessage(err):
		return fmt.Errorf("%w: %w", ErrLocked, err)
	case errors.Is(err, pebble.ErrDBDoesNotExist):
		return ErrNotFound
	}
	return err
}

// Dir is the directory of the store.
func (s *Store) Dir() string { return s.dir }

// Size is the number of quads.
func (s *Store) Size() uint64 {
	s.publish.RLock()
	defer s.publish.RUnlock()
	return s.published.quads
}

// Generation changes with every write of quads.
func (s *Store) Generation() uint64 {
	s.publish.RLock()
	defer s.publish.RUnlock()
	return s.generation
}

// Close closes the store. Snapshots and cursors must be closed before; open ones
// are reported as an error, after the store was closed all the same.
func (s *Store) Close() error {
	if s.closed.Swap(true) {
		return nil
	}
	s.write.Lock()
	defer s.write.Unlock()
	open := s.opened.Load()
	err := s.closeEngine()
	if open > 0 {
		return fmt.Errorf("store: closing %s: %d snapshots are still open", s.dir, open)
	}
	if err != nil {
		return fmt.Errorf("store: closing %s: %w", s.dir, engineError(err))
	}
	return nil
}

// usable tells whether the store may be written to.
func (s *Store) usable(ctx context.Context) error {
	switch {
	case s.closed.Load():
		return ErrClosed
	case s.damage.Load() != nil:
		return fmt.Errorf("%w: %w", ErrCorrupt, *s.damage.Load())
	case s.broken.Load():
		return ErrBroken
	case s.opt.ReadOnly:
		return ErrReadOnly
	}
	if err := s.room(); err != nil {
		return err
	}
	return ctx.Err()
}

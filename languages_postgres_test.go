//go:build unix

package entente

import (
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	cayley "github.com/cayleygraph/cayley/graph"
	_ "github.com/cayleygraph/cayley/graph/sql/postgres"
)

// postgres starts a server of its own in a temporary directory and returns its
// address. The server refuses to run as root, so that root starts it as postgres.
func postgres(t *testing.T) string {
	t.Helper()
	found, err := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if err != nil || len(found) == 0 {
		t.Skip("skipped: PostgreSQL is not installed")
	}
	bin := filepath.Dir(found[len(found)-1])
	dir, err := os.MkdirTemp("", "entente-postgres-*")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	attr := &syscall.SysProcAttr{}
	if os.Getuid() == 0 {
		account, err := user.Lookup("postgres")
		if err != nil {
			t.Skip("skipped: root cannot run PostgreSQL, and there is no user postgres")
		}
		uid, _ := strconv.Atoi(account.Uid) // numbers on the systems that have initdb there
		gid, _ := strconv.Atoi(account.Gid)
		attr.Credential = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
		if err := os.Chown(dir, uid, gid); err != nil {
			t.Fatal(err)
		}
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_, port, _ := net.SplitHostPort(listener.Addr().String())
	listener.Close()
	command := func(name string, args ...string) *exec.Cmd {
		c := exec.Command(filepath.Join(bin, name), args...)
		c.Dir, c.SysProcAttr = dir, attr
		return c
	}
	data := filepath.Join(dir, "data")
	if out, err := command("initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync").CombinedOutput(); err != nil {
		t.Fatalf("initdb: %v\n%s", err, out)
	}
	server := command("postgres", "-D", data, "-p", port, "-k", dir, "-h", "127.0.0.1", "-F")
	var log strings.Builder
	server.Stderr = &log
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = server.Process.Signal(os.Interrupt)
		_ = server.Wait() // stopped by a signal
	})
	for range 100 {
		if command("pg_isready", "-q", "-h", "127.0.0.1", "-p", port).Run() == nil {
			return "postgres://postgres@127.0.0.1:" + port + "/postgres?sslmode=disable"
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Fatalf("the server did not start:\n%s", log.String())
	return ""
}

// SPARQL gives the same answers on Cayley's store on a PostgreSQL server as on ours.
func TestSPARQLOnPostgreSQL(t *testing.T) {
	address := postgres(t)
	if err := cayley.InitQuadStore("postgres", address, nil); err != nil {
		t.Fatal(err)
	}
	qs, err := cayley.NewQuadStore("postgres", address, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer qs.Close()
	sameAnswers(t, qs)
}

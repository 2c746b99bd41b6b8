package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"github.com/spf13/viper"

	"github.com/entente-graph/entente/queries/library"
)

// setting is one thing that can be set by flag, environment, file or default.
// The table of settings is the only place where any of the four is written.
type setting struct {
	key   string // in the file; ENTENTE_ + upper case with _ in the environment
	flag  string // long flag; "" for one that has none
	short string
	value any // the default; its type is the setting's type
	help  string
}

// settings lists all of them, common ones first.
func settings() []setting {
	return []setting{
		{"store", "store", "s", "./entente.db", "directory of the store"},
		{"server", "server", "", "", "address of a server that holds the store, such as http://127.0.0.1:7070"},
		{"output", "output", "o", "", "write the result to this file instead of standard output"},
		{"format", "format", "", "", "format of the result"},
		{"json", "json", "", false, "the same as --format json"},
		{"quiet", "quiet", "q", false, "print nothing but the result and errors"},
		{"verbose", "verbose", "v", false, "say more on standard error"},
		{"lang", "lang", "l", "zh", "language of labels: zh, en or ru"},
		{"gazetteer", "gazetteer", "", []string{}, "further gazetteer file (YAML), may be given again"},
		{"corrections", "corrections", "", "", "corrections file; default entente.corrections.yaml beside the store"},
		{"exit_code", "exit-code", "", false, "exit with 4 when the result is empty"},

		{"ingest.workers", "workers", "j", 0, "articles read at the same time; 0 = one a processor"},
		{"ingest.batch", "batch", "", 64, "articles stored together"},
		{"ingest.again", "again", "", false, "read articles again that are in the store, with the present rules"},
		{"ingest.watch", "watch", "", "", "keep reading what appears in this folder"},
		{"ingest.interval", "interval", "", 5 * time.Second, "how often --watch looks"},
		{"ingest.max_size", "max-size", "", 64 << 20, "largest document read, in bytes"},

		{"query.timeout", "timeout", "", 60 * time.Second, "longest time for a query; 0 = none"},
		{"query.rows", "max-rows", "", 0, "most rows of a result; 0 = no limit"},
		{"query.memory", "max-memory", "", 2 << 30, "most bytes for intermediate results; 0 = no limit"},

		{"serve.addr", "addr", "a", "127.0.0.1:7070", "address to listen on"},
		{"serve.timeout", "timeout", "", 10 * time.Second, "longest time for a query from outside"},
		{"serve.rows", "max-rows", "", 100000, "most rows of a result"},
		{"serve.body", "max-body", "", 1 << 20, "largest request body, in bytes"},
		{"serve.memory", "max-memory", "", 64 << 20, "most bytes for intermediate results of one query; 0 = no limit"},
		{"serve.hosts", "host", "", []string{}, "further Host names to answer to, may be given again"},
		{"serve.proxies", "proxy", "", []string{}, "front server (address or network) whose X-Forwarded-For is believed, may be given again"},
		{"serve.rate", "rate", "", 20, "requests a second from one address that is not loopback; 0 = any number"},
		{"serve.admin", "admin", "", "", "address of a second listener with metrics and profiles, such as 127.0.0.1:7071"},
		{"serve.certificate", "certificate", "", "", "PEM file of a certificate, for TLS"},
		{"serve.key", "key", "", "", "PEM file of its key"},
		{"serve.log", "log", "", "text", "form of the log on standard error: text or json"},
		{"serve.slow", "slow", "", 2 * time.Second, "requests that take as long are logged as warnings; others only with --verbose"},
	}
}

// common are the settings that every command has a flag for.
var common = []string{"store", "server", "output", "format", "json", "quiet", "verbose", "lang", "gazetteer", "corrections", "exit_code"}

// addFlags declares the flags of settings on a command.
func addFlags(fs *pflag.FlagSet, keys ...string) {
	for _, s := range settings() {
		if !slices.Contains(keys, s.key) {
			continue
		}
		switch v := s.value.(type) {
		case string:
			fs.StringP(s.flag, s.short, v, s.help)
		case bool:
			fs.BoolP(s.flag, s.short, v, s.help)
		case int:
			fs.IntP(s.flag, s.short, v, s.help)
		case time.Duration:
			fs.DurationP(s.flag, s.short, v, s.help)
		case []string:
			fs.StringArrayP(s.flag, s.short, v, s.help)
		}
	}
}

// environment is the name of a setting's variable.
func (s setting) environment() string {
	return "ENTENTE_" + strings.ToUpper(strings.ReplaceAll(s.key, ".", "_"))
}

// configFiles lists where a configuration file is looked for, first found wins.
func configFiles() []string {
	files := []string{"entente.yaml"}
	base := os.Getenv("XDG_CONFIG_HOME")
	if home, err := os.UserHomeDir(); base == "" && err == nil {
		base = filepath.Join(home, ".config")
	}
	if base != "" {
		files = append(files, filepath.Join(base, "entente", "config.yaml"))
	}
	return append(files, "/etc/entente/config.yaml")
}

// configure loads the settings of one command: flag > environment > file >
// default. keys are those the command has flags for.
func configure(cmd *cobra.Command, keys []string) (*viper.Viper, string, error) {
	v := viper.New()
	v.SetEnvPrefix("ENTENTE")
	v.SetEnvKeyReplacer(strings.NewReplacer(".", "_", "-", "_"))
	v.AutomaticEnv()
	for _, s := range settings() {
		v.SetDefault(s.key, s.value)
	}
	file, err := readConfig(cmd, v)
	if err != nil {
		return nil, "", err
	}
	for _, key := range keys {
		i := slices.IndexFunc(settings(), func(s setting) bool { return s.key == key })
		if i < 0 {
			return nil, "", fmt.Errorf("no setting %q", key)
		}
		s := settings()[i]
		if err := v.BindPFlag(key, cmd.Flags().Lookup(s.flag)); err != nil {
			return nil, "", err
		}
	}
	if err := checkTypes(v); err != nil {
		return nil, "", err
	}
	return v, file, nil
}

func readConfig(cmd *cobra.Command, v *viper.Viper) (string, error) {
	file, _ := cmd.Flags().GetString("config")
	if file == "" {
		file = os.Getenv("ENTENTE_CONFIG")
	}
	if file == "" {
		for _, f := range configFiles() {
			if _, err := os.Stat(f); err == nil {
				file = f
				break
			}
		}
	}
	if file == "" {
		return "", nil
	}
	v.SetConfigFile(file)
	v.SetConfigType("yaml")
	if err := v.ReadInConfig(); err != nil {
		return "", usage("reading configuration %s: %w", file, err)
	}
	return file, unknownKeys(file)
}

// unknownKeys refuses a key that no setting has.
func unknownKeys(file string) error {
	only := viper.New()
	only.SetConfigFile(file)
	only.SetConfigType("yaml")
	if err := only.ReadInConfig(); err != nil {
		return usage("reading configuration %s: %w", file, err)
	}
	var known []string
	for _, s := range settings() {
		known = append(known, s.key)
	}
	keys := only.AllKeys()
	slices.Sort(keys)
	for _, key := range keys {
		if !slices.Contains(known, key) {
			return usage("configuration %s: unknown key %q; the nearest is %q", file, key, library.Nearest(key, known))
		}
	}
	return nil
}

// checkTypes refuses a value that is not of its setting's type, which viper
// would read as zero.
func checkTypes(v *viper.Viper) error {
	for _, s := range settings() {
		text := fmt.Sprint(v.Get(s.key))
		var err error
		switch s.value.(type) {
		case int:
			_, err = parseInt(text)
		case bool:
			_, err = parseBool(text)
		case time.Duration:
			_, err = parseDuration(text)
		}
		if err != nil {
			return usage("setting %s: %q is not %s", s.key, text, typeName(s.value))
		}
	}
	return nil
}

// origin says where a setting's value came from.
func origin(cmd *cobra.Command, v *viper.Viper, s setting) string {
	if f := cmd.Flags().Lookup(s.flag); s.flag != "" && f != nil && f.Changed {
		return "flag"
	}
	if _, ok := os.LookupEnv(s.environment()); ok {
		return "environment"
	}
	if v.InConfig(s.key) {
		return "file"
	}
	return "default"
}

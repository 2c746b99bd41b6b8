package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"
)

func configCommand() command {
	c := &cobra.Command{
		Use:     "config",
		Short:   "Show the settings in force and where each comes from",
		GroupID: "keep",
		Long: `config shows every setting: its value, and whether a flag, the environment, the
configuration file or the default gave it. Flags win over ENTENTE_* variables,
these over the file, the file over the defaults. A key in the file that no setting
has is an error.`,
	}
	return command{Command: c, formats: tableFormats, run: func(_ context.Context, a *app, _ []string) error {
		type row struct {
			Key         string `json:"key"`
			Value       any    `json:"value"`
			Origin      string `json:"origin"`
			Environment string `json:"environment"`
			Flag        string `json:"flag"`
			Help        string `json:"help"`
		}
		if a.config != "" {
			a.say("configuration file: %s", a.config)
		}
		t := table{columns: []string{"key", "value", "origin", "environment", "help"}}
		list := []row{}
		for _, s := range settings() {
			value := a.settings.Get(s.key)
			from := origin(a.cmd, a.settings, s)
			if s.key == "format" && !a.cmd.Flags().Changed("format") && a.settings.GetBool("json") {
				from = "flag"
			}
			list = append(list, row{s.key, value, from, s.environment(), "--" + s.flag, s.help})
			t.rows = append(t.rows, []string{s.key, fmt.Sprint(value), from, s.environment(), s.help})
		}
		t.value = list
		return a.print(t)
	}}
}

package main

import (
	"context"
	"io"

	"github.com/spf13/cobra"
)

func completionCommand() command {
	return command{
		Command: &cobra.Command{
			Use: "completion bash|zsh|fish|powershell", Short: "Print the completion script of a shell", GroupID: "keep",
			Example:   "  source <(entente completion bash)",
			Args:      cobra.MatchAll(cobra.ExactArgs(1), cobra.OnlyValidArgs),
			ValidArgs: []string{"bash", "zsh", "fish", "powershell"},
		},
		run: func(_ context.Context, a *app, args []string) error {
			root := a.cmd.Root()
			return a.result(func(w io.Writer) error {
				switch args[0] {
				case "bash":
					return root.GenBashCompletionV2(w, true)
				case "zsh":
					return root.GenZshCompletion(w)
				case "fish":
					return root.GenFishCompletion(w, true)
				}
				return root.GenPowerShellCompletionWithDesc(w)
			})
		},
	}
}

// Command gateway answers MongoDB's wire protocol on one address and keeps everything in a PostgreSQL database
// that has the DocumentDB extension. For tests: it trusts whoever connects.
package main

import (
	"context"
	"flag"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"syscall"

	"github.com/FerretDB/FerretDB/v2/ferretdb"
)

func run() error {
	listen := flag.String("listen", "127.0.0.1:27777", "where clients connect")
	postgres := flag.String("postgres", "", "URL of the PostgreSQL database")
	state := flag.String("state", "", "folder for the gateway's own files")
	flag.Parse()

	telemetry := false
	gateway, err := ferretdb.New(&ferretdb.Config{
		ListenAddr:    *listen,
		PostgreSQLURL: *postgres,
		StateDir:      *state,
		LogLevel:      slog.LevelError,
		LogOutput:     os.Stderr,
		Telemetry:     &telemetry,
	})
	if err != nil {
		return err
	}

	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
	defer stop()
	gateway.Run(ctx)
	return nil
}

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

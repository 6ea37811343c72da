"""What tests and the benchmark share: servers to start, readers without a browser, the browser, tables with many rounds."""

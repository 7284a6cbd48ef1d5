"""Where the model runs: numpy in this process, SQL elsewhere. All of them read the same prepared columns and the same model file."""

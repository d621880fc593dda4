"""Who lives in a priority neighbourhood: addresses in, a share with bounds out, nobody's data kept."""
